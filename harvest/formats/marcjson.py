"""MARC in JSON: the form of pymarc and Solr (`leader`, `fields`), and the two of RecordManager (`v: 3` with `f`, and tag -> strings).

Sources: https://rossfsinger.com/blog/2010/09/a-proposal-to-serialize-marc-in-json/ and RecordManager's own documentation.
"""

import json
from collections.abc import Iterator
from typing import Any

from harvest import marc
from harvest.encoding import decode
from harvest.errors import UnreadableFile
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".json",)

_US = "\x1f"


def recognises(head: bytes, name: str) -> int:
    """A leader or the tags 001 and 245 as JSON keys."""
    squeezed = b"".join(head[:4096].split())
    if not squeezed.startswith((b"{", b"[")):
        return 0
    if b'"leader":' in squeezed and b'"fields":' in squeezed:
        return 90
    return 90 if b'"001":' in squeezed and (b'"245":' in squeezed or b'"000":' in squeezed or b'"f":{' in squeezed) else 0


def read(data: bytes, name: str) -> Reading:
    """Read one record, a list of them, or Solr documents that hold them in `fullrecord`."""
    try:
        loaded = json.loads(decode(data, name).text)
    except json.JSONDecodeError as wrong:
        raise UnreadableFile(f"{name or 'The input'} is not whole JSON ({wrong}); export it again.") from wrong
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, one in enumerate(loaded if isinstance(loaded, list) else [loaded], 1):
        place, raw = f"record {number}", json.dumps(one, ensure_ascii=False)[:2000]
        fields = list(_fields(one)) if isinstance(one, dict) else []
        leader = next((field.value for field in fields if field.tag == "000"), "")
        made = marc.record(leader, fields, place, "marcjson", raw)
        if isinstance(made, Record):
            records.append(made)
        else:
            refusals.append(made)
    return Reading("marcjson", tuple(records), tuple(refusals))


def _fields(one: dict[str, Any]) -> Iterator[marc.Field]:
    if isinstance(one.get("fields"), list):
        yield marc.Field("000", str(one.get("leader", "")))
        for tagged in one["fields"]:
            if isinstance(tagged, dict):
                for tag, value in tagged.items():
                    yield _field(str(tag), value)
        return
    tagged = one.get("f") if isinstance(one.get("f"), dict) else one
    assert isinstance(tagged, dict)
    for tag, values in tagged.items():
        for value in values if isinstance(values, list) else [values]:
            yield _field(str(tag), value)


def _field(tag: str, value: object) -> marc.Field:
    if isinstance(value, dict):
        parts = value.get("subfields", value.get("s"))
        pairs = [(str(code), str(words)) for part in parts or [] if isinstance(part, dict) for code, words in part.items()]
        return marc.Field(tag, "", str(value.get("ind1", value.get("i1", " "))), str(value.get("ind2", value.get("i2", " "))), tuple(pairs))
    words = str(value)
    if tag.startswith("00") or _US not in words:
        return marc.Field(tag, words)
    head, *parts = words.split(_US)
    return marc.Field(tag, "", head[:1] or " ", head[1:2] or " ", tuple((part[:1], part[1:]) for part in parts if part))
