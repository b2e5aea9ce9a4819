"""An answer about recurrence as a value: rows, the quotes behind them, and the tables they make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.answers.concepts import slug
from kg.answers.table import Cell, Table

if TYPE_CHECKING:
    import pandas

#: Kind -> class of its findings, link from finding to concept, and what a row is called.
KINDS = {
    "barrier": ("BarrierFinding", "determinant", "barrier"),
    "facilitator": ("FacilitatorFinding", "determinant", "facilitator"),
    "recommendation": ("RecommendationFinding", "recommends", "recommendation"),
    "ambivalent": ("AmbivalentFinding", "determinant", "factor that cuts both ways"),
    "no-influence": ("NonInfluenceFinding", "determinant", "factor without influence"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words behind a number: finding, study, verbatim quote, place in the text of a digest, and whose voice it is."""

    finding: str
    study: str
    quote: str
    start: int
    end: int
    document: str
    voices: tuple[str, ...] = ()
    candidate: bool = False

    def to_json(self) -> dict[str, Cell]:
        """The quote as a JSON object."""
        return {
            "finding": self.finding, "study": self.study, "quote": self.quote, "start": self.start, "end": self.end,
            "document": self.document, "voices": self.voices, "candidate": self.candidate,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One recurring thing: its concept, where `by` puts it, and the studies, families and findings it stands in."""

    concept: str
    label: str
    by: tuple[str, ...]
    studies: tuple[str, ...]
    families: int
    findings: int
    voices: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    counted: int = 0

    @property
    def number(self) -> int:
        """How many studies: those named, or all that were counted where only some are named (large reviews)."""
        return max(self.counted, len(self.studies))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An answer of `recur`: rows, most studies first, with the question they answer; shows itself as a table."""

    kind: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str
    note: str = ""
    seconds: float = field(default=0.0, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def study_ids(self) -> tuple[str, ...]:
        """Every study behind the rows, sorted."""
        return tuple(sorted({study for row in self.rows for study in row.studies}))

    def table(self) -> Table:
        """A row a concept with everything known of it, quotes included: what machines read."""
        names = (
            "kind",
            "concept",
            "label",
            *self.by,
            "studies",
            "families",
            "findings",
            "said_by",
            "affects",
            "where",
            "notices",
            "study_ids",
            "quotes",
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (self.kind, slug(r.concept), r.label, *r.by, r.number, r.families, r.findings, r.voices, r.affected, r.places, r.notices,
             r.studies, tuple(quote.to_json() for quote in r.quotes))
            for r in self.rows
        )  # fmt: skip
        return Table(names, rows, self.title, self.note)

    def brief(self, most: int = 3) -> Table:
        """The table a person reads: who, where and study ids shortened to `most` names."""
        name = KINDS[self.kind][2]
        columns: tuple[str, ...] = (name, *self.by, "studies", "families", "findings")
        columns += ("study ids",) if self.by else ("said by", "where", "study ids")
        rows = []
        for r in self.rows:
            cells: tuple[Cell, ...] = (r.label, *r.by, r.number, r.families, r.findings)
            ids = _few(_noted(r), most, r.number)
            rows.append((*cells, ids) if self.by else (*cells, _few(r.voices, most), _few(r.places, most), ids))
        return Table(columns, tuple(rows), self.title, self.note)

    def evidence(self) -> Table:
        """A row a quote: what stands behind each number, verbatim."""
        columns = (KINDS[self.kind][2], *self.by, "study", "quote", "said by", "text", "start", "end", "finding")
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (r.label, *r.by, q.study, q.quote, q.voices, q.document[:12], q.start, q.end, q.finding) for r in self.rows for q in r.quotes
        )
        return Table(columns, rows, self.title, self.note)

    def to_pandas(self) -> "pandas.DataFrame":
        """The table as a pandas DataFrame (needs the extra `pandas`)."""
        import pandas

        table = self.table()
        return pandas.DataFrame([list(row) for row in table.rows], columns=list(table.columns))

    def _repr_html_(self) -> str:
        from kg.answers.result import html

        return html(self.brief())


def _few(names: Sequence[str], most: int, of: int = 0) -> str:
    rest = max(of, len(names)) - len(names[:most])
    return ("; ".join(names[:most]) + (f" (+{rest} more)" if rest else "")).strip()


def _noted(row: Row) -> list[str]:
    """Study ids, each with the notices that stand against its reports."""
    against: dict[str, list[str]] = {}
    for notice in row.notices:
        study, _, kind = notice.partition(": ")
        against.setdefault(study, []).append(kind)
    return [f"{study} [{', '.join(against[study])}]" if study in against else study for study in row.studies]
