"""REFI-QDA: the codebook and the project have the published structure, and QualCoder's way of reading them gives our codings back."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from kg.concepts import refi
from kg.concepts.lexicon import Lexicon
from kg.findings.finding import Coding, Match
from tests.people.conftest import Bench

P = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

#: Element -> children in the order the published schema (QDA-XML 1.0, 18 March 2019) demands, and attributes required and allowed.
STRUCTURE = {
    "Project": (("Users", "CodeBook", "Sources"), {"name"}, {"origin", "creationDateTime"}),
    "Users": (("User",), set(), set()),
    "User": ((), {"guid"}, {"name"}),
    "CodeBook": (("Codes",), set(), {"origin"}),
    "Codes": (("Code",), set(), set()),
    "Code": (("Description", "Code"), {"guid", "name", "isCodable"}, {"color"}),
    "Description": ((), set(), set()),
    "Sources": (("TextSource",), set(), set()),
    "TextSource": (("PlainTextSelection",), {"guid"}, {"name", "plainTextPath", "creatingUser", "creationDateTime"}),
    "PlainTextSelection": (
        ("Description", "Coding"), {"guid", "startPosition", "endPosition"}, {"name", "creatingUser", "creationDateTime"},
    ),
    "Coding": (("CodeRef",), {"guid"}, {"creatingUser", "creationDateTime"}),
    "CodeRef": ((), {"targetGUID"}, set()),
}  # fmt: skip


def check(element: ET.Element) -> None:
    """The element and all in it stand as the schema says."""
    name = element.tag.rpartition("}")[2]
    order, required, allowed = STRUCTURE[name]
    children = [child.tag.rpartition("}")[2] for child in element]
    assert children == sorted(children, key=order.index), name
    assert required <= set(element.attrib) <= required | allowed, name
    assert all(GUID.fullmatch(value) for key, value in element.attrib.items() if key in {"guid", "targetGUID", "creatingUser"})
    assert element.get("isCodable", "true") in {"true", "false"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.get("creationDateTime", "2026-01-01T00:00:00Z"))
    assert re.fullmatch(r"#[0-9A-F]{6}", element.get("color", "#000000"))
    assert len(element) or name not in {"Users", "CodeBook", "Codes", "Sources", "Coding"}
    for child in element:
        check(child)


def opened(data: bytes) -> tuple[ET.Element, dict[str, str]]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist() if name != "project.qde"}
        return ET.fromstring(packed.read("project.qde")), texts


def imported(data: bytes) -> list[tuple[str, str, str, int, int, str]]:
    """What QualCoder (LGPL, read only to learn how it imports) makes of a project: user, code, text[start:end], place, note.

    A code with codes below it is a category, others are codes; names are unique; a selection's text is `text[start:end]` of Python,
    its day and its user are needed, and the first child of a Coding is the reference to its code.
    """
    root, texts = opened(data)
    users = {one.get("guid"): one.get("name") for one in root.iter(f"{P}User")}
    codes = {one.get("guid"): one.get("name") for one in root.iter(f"{P}Code") if not one.findall(f"{P}Code")}
    names = [one.get("name") for one in root.iter(f"{P}Code")]
    assert len({str(name).casefold() for name in names}) == len(names)
    rows = []
    for source in root.iter(f"{P}TextSource"):
        text = texts["Sources" + str(source.get("plainTextPath")).split("internal:/")[1]]
        for one in source.iter(f"{P}PlainTextSelection"):
            start, end = int(one.attrib["startPosition"]), int(one.attrib["endPosition"])
            note = one.findtext(f"{P}Description", "")
            assert one.attrib["creationDateTime"].endswith("Z")
            for coding in one.findall(f"{P}Coding"):
                code = codes[coding[0].attrib["targetGUID"]]
                rows.append((users[one.get("creatingUser")], code, text[start:end], start, end, note))
    return rows  # type: ignore[return-value]


def lexicon(bench: Bench) -> Lexicon:
    return Lexicon.load(bench.review.scheme_files(), replace=True)


def test_a_project_has_the_published_structure_and_gives_the_codings_back(bench: Bench) -> None:
    long, kind, beds, hire = bench.candidates
    both = replace(beds, matches=(Match("beds"), Match("waiting-times")), note="two in one & <more>")
    bare = replace(kind, matches=())
    jane = Coding("jane", (long, both), date="2026-01-02")
    ali = Coding("Ali B.", (bare, hire, replace(long, decision="reject")))
    made = refi.project("Wait & see", [jane, ali], {bench.document.sha256: bench.document}, lexicon(bench))
    assert (made.findings, made.left_out) == (4, ())
    check(opened(made.data)[0])
    assert sorted(imported(made.data)) == sorted(
        [
            ("jane", "Waiting times (barrier)", "long waits", long.start, long.end, ""),
            ("jane", "Beds (barrier)", "lack of beds", beds.start, beds.end, "two in one & <more>"),
            ("jane", "Waiting times (barrier)", "lack of beds", beds.start, beds.end, "two in one & <more>"),
            ("Ali B.", "No concept yet (facilitator)", "kind staff", kind.start, kind.end, ""),
            ("Ali B.", "Hire staff (recommendation)", "hire more nurses", hire.start, hire.end, ""),
        ]
    )
    assert made.data == refi.project("Wait & see", [jane, ali], {bench.document.sha256: bench.document}, lexicon(bench)).data


def test_positions_count_code_points(bench: Bench) -> None:
    text = "𝒜 naïve 😀 start: “long waits” — end"
    document = replace(bench.document, text=text)
    start = text.index("long waits")
    one = replace(bench.candidates[0], document=document.sha256, start=start, end=start + 10)
    made = refi.project("x", [Coding("jane", (one,))], {document.sha256: document}, lexicon(bench))
    assert [row[2:5] for row in imported(made.data)] == [("long waits", start, start + 10)]


def test_findings_without_their_text_are_left_out_and_counted(bench: Bench) -> None:
    away = replace(bench.candidates[0], document="00" * 32)
    made = refi.project("x", [Coding("jane", (away,))], {bench.document.sha256: bench.document}, lexicon(bench))
    assert (made.findings, made.left_out) == (0, (away,))
    check(opened(made.data)[0])
    assert imported(made.data) == []


def test_the_command_writes_project_and_codebook(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert bench.take([row | {"decision": "accept"} for row in rows[:2]]).exit_code == 0
    path = bench.export("mine.qdpx", "--coder", "jane")
    assert [row[2] for row in imported(path.read_bytes())] == ["long waits", "kind staff"]
    machine = bench.export("machine.qdpx", "--candidates")
    assert len(imported(machine.read_bytes())) == 4
    book = ET.fromstring(bench.export("codes.qdc").read_bytes())
    assert book.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    check(book)
    leaves = [one.get("name") for one in book.iter() if one.get("isCodable") == "true"]
    assert "Waiting times (barrier)" in leaves
    assert "Waiting times (facilitator)" in leaves
    assert "Translate forms (recommendation)" in leaves
    assert len(leaves) == 4 * 2 + 2


def test_the_shipped_codebook_has_every_concept_once_and_no_name_twice() -> None:
    shipped = Lexicon.load()
    data, number = refi.codebook(shipped)
    book = ET.fromstring(data)
    check(book)
    names = [str(one.get("name")).casefold() for one in book.iter() if one.get("name")]
    assert len(names) == len(set(names))
    guids = [one.get("guid") for one in book.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    assert number == 2 * len(shipped.scheme("determinant")) + len(shipped.scheme("strategy"))
    assert {refi.guid(one.iri) for one in (*shipped.scheme("determinant"), *shipped.scheme("strategy"))} <= set(guids)


def test_a_circle_of_concepts_ends(bench: Bench) -> None:
    path = bench.review.root / "schemes" / "own.csv"
    path.write_text(
        "scheme,slug,label,definition,alt,barrier_label,facilitator_label,broader\ndeterminant,a,A,,,,,b\ndeterminant,b,B,,,,,a\n",
        encoding="utf-8",
    )
    check(ET.fromstring(refi.codebook(lexicon(bench))[0]))


@pytest.mark.parametrize("title", ["bell \x07 and \x00", "plain"])
def test_what_xml_cannot_hold_is_replaced(bench: Bench, title: str) -> None:
    made = refi.project(title, [], {}, lexicon(bench))
    assert "\x07" not in opened(made.data)[0].attrib["name"]
    check(opened(made.data)[0])
