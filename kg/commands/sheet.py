"""`kg sheet`: codings to spreadsheets and back."""

import sys
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.concepts.receive import Known, Received
    from kg.concepts.vet import Texts
    from kg.findings.sheet import Row
    from kg.findings.workbook import Choice
    from kg.review import Review
    from kg.walk import Gathered

#: The order of columns in an export: what a person decides on first, what only kg needs last.
ORDER = (
    "decision", "kind", "before", "quote", "after", "concepts", "label", "perspective", "stakeholders", "affects", "addressee",
    "addresses", "stated_level", "level", "role", "basis", "note", "report", "section", "units", "links", "discriminator", "match",
    "confidence", "extractor", "start", "end", "coder", "date", "checked", "id", "document", "seal",
)  # fmt: skip


@click.group("sheet")
def command() -> None:
    """Take codings to a spreadsheet and back: accept, reject, edit and add findings there."""


@command.command("export")
@click.option("--to", type=click.Path(path_type=Path), help="File to write: .csv, .xlsx, .qdpx (project) or .qdc (codebook).")
@click.option("--as", "as_", type=click.Choice(["csv", "xlsx", "qdpx", "qdc"]), help="Format, where the file's ending does not say it.")
@click.option("--coder", help="Only this person's findings; with --candidates, only what this person has not decided on.")
@click.option("--candidates", is_flag=True, help="Machines' candidates instead of people's findings.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_context
def export(context: click.Context, to: Path | None, as_: str | None, coder: str | None, candidates: bool, file: Path | None) -> None:
    """Write findings with the words around them to FILE (or, as CSV, to standard output).

    People's findings; machines' candidates with --candidates, or as long as no person has coded yet.
    XLSX has lists to choose from; QDPX and QDC (REFI-QDA) open in QualCoder, NVivo, ATLAS.ti and MAXQDA.
    """
    from harvest import durable
    from kg.review import Review
    from kg.walk import gather

    to = to or file
    way = as_ or (to.suffix.lower().removeprefix(".") if to else "csv")
    if way not in ("csv", "xlsx", "qdpx", "qdc"):
        raise click.UsageError(f"A sheet cannot be written as {way!r}; end the file in .csv, .xlsx, .qdpx or .qdc.")
    if to is None and way != "csv":
        raise click.UsageError(f"Name the file to write, as in 'kg sheet export --to codings.{way}'.")
    review = Review.open(context.obj.review)
    gathered = gather(review)
    candidates = candidates or (coder is None and not review.sheets())
    if way in ("qdpx", "qdc"):
        data, number, lost = _refi(review, gathered, way, coder, candidates)
    else:
        rows = [row.cells for row in _rows(review, gathered, coder, candidates)]
        data, number, lost = _table(review, gathered, rows, way), len(rows), 0
    if not number:
        click.echo("There are no such findings yet; try --candidates, or run 'kg find --save' first.", err=True)
    if to is None:
        sys.stdout.buffer.write(data)
        return
    durable.write(to, data)
    click.echo(f"{to}: {number} findings." if way != "qdc" else f"{to}: {number} codes.")
    if lost:
        click.echo(f"{lost} findings were left out: their texts are not at hand; run 'kg harvest' and export again.", err=True)
        context.exit(3)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--coder", required=True, help="Who coded it; the findings go to codings/CODER.csv.")
@click.option("--check", "only_check", is_flag=True, help="Only check and report; write nothing.")
@click.option("--date", help="Day of coding (default: today).")
@click.pass_context
def import_(context: click.Context, file: Path, coder: str, only_check: bool, date: str | None) -> None:
    """Take in a sheet (CSV or XLSX) that a person has worked on.

    Every row is checked: its quote against the text, its concepts against the schemes, its words against what they may be. Rows with
    faults are reported line by line and kept in codings/CODER.rejected.csv: correct them there and import that file. Nobody else's
    sheet is touched, and the version before is kept in codings/earlier.
    """
    from kg.concepts.lexicon import Lexicon
    from kg.concepts.receive import receive
    from kg.concepts.vet import Vetter
    from kg.findings import keep
    from kg.review import Review
    from kg.walk import gather

    review = Review.open(context.obj.review)
    target = keep.file_of(review.codings, coder)
    sheet = _read(file)
    gathered = gather(review)
    lexicon = Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)
    received = receive(sheet, coder, _known(review, target), Vetter(lexicon, _texts(gathered), str(file)))
    for fault in (*received.notices, *(fault for row in received.refused for fault in row.faults)):
        click.echo(str(fault), err=True)
    if not only_check:
        today = date or day.today().isoformat()
        keep.keep_rejected(target, received.refused, {keep.key(row) for row in sheet.rows}, coder, today)
        if received.kept or received.gone:
            keep.keep(target, received.kept, received.gone, coder, today)
    click.echo(_sentence(received, target, only_check))
    context.exit(0 if received.tally.complete else 3)


def _sentence(received: "Received", target: Path, only_check: bool) -> str:
    from kg.findings.keep import rejected_of

    words = received.tally.sentence()
    if only_check:
        return f"{words} (nothing was written)."
    if received.refused:
        words += f"; the refused rows are in {rejected_of(target)}, each with its problem: correct them and import that file"
    return f"{words}; now run 'kg build'." if received.kept or received.gone else f"{words}."


def _read(file: Path):  # type: ignore[no-untyped-def]
    """The sheet in a CSV file or a workbook, recognised by content."""
    from kg.errors import BadSheet
    from kg.findings import sheet, workbook

    try:
        data = file.read_bytes()
    except OSError as wrong:
        raise BadSheet(f"{file} cannot be read ({wrong.strerror}); check its name and that you may open it.") from wrong
    if data.startswith(b"PK\x03\x04"):
        return sheet.rows(workbook.lines(data, str(file)), str(file))
    if b"\x00" in data[:65536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSheet(f"{file} is neither CSV nor XLSX; save the sheet as 'CSV UTF-8' or as an Excel workbook (.xlsx).")
    return sheet.parse(data, str(file))


def _known(review: "Review", target: Path) -> "Known":
    """What the review holds by id: the coder's own findings, candidates, others' findings."""
    from kg.concepts.receive import Known
    from kg.findings.sheet import read

    def found(paths: list[Path]) -> dict[str, object]:
        return {one.id: one for path in paths if path.exists() for one in read(path).findings}

    others = [path for path in review.sheets() if path != target]
    return Known(found([target]), found(review.candidate_sheets()), found(others))  # type: ignore[arg-type]


def _texts(gathered: "Gathered") -> "Texts":
    """The texts of the review: at hand by digest, and the digests of a report by each of its names."""
    from kg.concepts.vet import Texts

    facts = gathered.evidence.texts
    by_report: dict[str, tuple[str, ...]] = {}
    for report in gathered.evidence.reports:
        digests = tuple(fact.sha256 for fact in facts if fact.report == report.key)
        names = [report.key, *(name for one in report.identifiers for name in (str(one), one.value))]
        by_report |= {name.casefold(): digests for name in names}
    return Texts(gathered.documents, {fact.sha256: fact.kind for fact in facts}, by_report)


def _rows(review: "Review", gathered: "Gathered", coder: str | None, candidates: bool) -> "list[Row]":
    """The rows to export, in the order of their sheets."""
    from kg.findings.keep import file_of
    from kg.findings.sheet import read

    if not candidates:
        rows = [row for path in review.sheets() for row in read(path).rows]
        return [row for row in rows if coder is None or row.coder == coder]
    done: set[str] = set()
    if coder and (path := file_of(review.codings, coder)).exists():
        done = {one.id for one in read(path).findings}
    return [row for path in review.candidate_sheets() for row in read(path).rows if row.stated_id not in done]


def _table(review: "Review", gathered: "Gathered", rows: list[dict[str, str]], way: str) -> bytes:
    """Rows with the words around each quote and the labels of its concepts, as CSV or as a workbook."""
    from kg.concepts.lexicon import Lexicon
    from kg.findings import sheet, workbook
    from kg.findings.context import Context
    from kg.findings.row import split

    lexicon = Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)
    contexts = {digest: Context(document) for digest, document in gathered.documents.items()}
    filled = []
    for cells in rows:
        labels = [lexicon.concepts[one].label for one in split(cells["concepts"]) if one in lexicon.concepts]
        before = after = ""
        if cells["document"] in contexts and cells["end"].isdigit() and cells["start"].isdigit():
            before, after = contexts[cells["document"]].around(int(cells["start"]), int(cells["end"]))
        filled.append(cells | {"label": sheet.joined(labels), "before": before, "after": after})
    if way == "csv":
        return b"\xef\xbb\xbf" + sheet.text(filled, ORDER)
    return workbook.write(ORDER, filled, _choices(lexicon))


def _choices(lexicon) -> "list[Choice]":  # type: ignore[no-untyped-def]
    from kg.findings.workbook import Choice

    return [Choice(one.slug, one.label, one.definition, one.scheme) for name in ("determinant", "strategy") for one in lexicon.scheme(name)]


def _refi(review: "Review", gathered: "Gathered", way: str, coder: str | None, candidates: bool) -> tuple[bytes, int, int]:
    """The bytes of a codebook or project, how many codes or findings are in it, and how many were left out for want of a text."""
    from kg.concepts.lexicon import Lexicon
    from kg.concepts.refi import codebook, project

    lexicon = Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)
    if way == "qdc":
        return (*codebook(lexicon), 0)
    codings = [one for one in gathered.evidence.codings if one.machine == candidates and coder in (None, one.coder)]
    made = project(review.title, codings, gathered.documents, lexicon)
    return made.data, made.findings, len(made.left_out)
