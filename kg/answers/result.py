"""An answer: rows that iterate as Python values, and show themselves as a table, in pandas and in a notebook."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.answers.concepts import PREFIXES, shortened
from kg.answers.table import Cell, Table, plain, show, visible

if TYPE_CHECKING:
    import pandas

    from kg.answers.worker import Response

_XSD = PREFIXES["xsd"]
_NUMBERS = {_XSD + name: int for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a question: rows, yes or no, or triples; it can be read again and again.

    `terms` are pyoxigraph terms (None where a variable is unbound); iterating gives a dict of Python values a row.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Any, ...], ...]
    title: str = ""
    yes: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    seconds: float = 0.0
    note: str = field(default="", compare=False)

    @classmethod
    def of(cls, answer: Any, title: str = "", seconds: float = 0.0) -> "Result":
        """Read an engine's answer to its end."""
        if isinstance(answer, ox.QueryBoolean):
            return cls(("answer",), (), title, bool(answer), None, seconds)
        if isinstance(answer, ox.QueryTriples):
            return cls(("subject", "predicate", "object"), (), title, None, tuple(answer), seconds)
        names = [variable.value for variable in answer.variables]
        return cls(tuple(names), tuple(tuple(row) for row in answer), title, None, None, seconds)

    @classmethod
    def read(cls, response: "Response", title: str = "") -> "Result":
        """Read the answer of a worker, written as SPARQL JSON or N-Triples."""
        if response.kind == "graph":
            quads = ox.parse(response.body, format=ox.RdfFormat.N_TRIPLES)
            return cls(("subject", "predicate", "object"), (), title, None, tuple(quad.triple for quad in quads), response.seconds)
        found = ox.parse_query_results(response.body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return cls(("answer",), (), title, bool(found), None, response.seconds)
        names = tuple(variable.value for variable in found.variables)
        return cls(names, tuple(tuple(row) for row in found), title, None, None, response.seconds)

    def __bool__(self) -> bool:
        """Yes or no of an ASK; otherwise whether there is any row."""
        return self.yes if self.yes is not None else bool(len(self))

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, map(value, row), strict=True)) for row in self._rows())

    def table(self, *, short: bool = False) -> Table:
        """The rows as a table; `short` writes IRIs by their prefixes, for eyes rather than machines."""
        rows = tuple(tuple(_short(term) if short else value(term) for term in row) for row in self._rows())
        return Table(self.columns, rows, self.title, self.note)

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a pandas DataFrame (needs the extra `pandas`)."""
        import pandas

        return pandas.DataFrame([[value(term) for term in row] for row in self._rows()], columns=list(self.columns))

    def _rows(self) -> tuple[tuple[Any, ...], ...]:
        if self.yes is not None:
            return ((self.yes,),)
        return self.terms if self.triples is None else tuple((t.subject, t.predicate, t.object) for t in self.triples)

    def __str__(self) -> str:
        return show(self.table(short=True))

    def _repr_html_(self) -> str:
        return html(self.table(short=True))


def value(term: Any) -> Cell:
    """A term as a Python value: int, float, Decimal, bool or str; an IRI is its text.

    >>> value(ox.Literal(3)), value(ox.NamedNode("https://example.org/a")), value(None)
    (3, 'https://example.org/a', None)
    """
    if term is None or isinstance(term, bool):
        return term
    if not isinstance(term, ox.Literal):
        return str(term.value) if isinstance(term, ox.NamedNode) else str(term)
    kind, text = term.datatype.value, term.value
    if kind in _NUMBERS:
        return int(text)
    if kind == _XSD + "decimal":
        return Decimal(text)
    if kind in (_XSD + "double", _XSD + "float"):
        return float(text)
    return text in ("true", "1") if kind == _XSD + "boolean" else text


def _short(term: Any) -> Cell:
    return shortened(term.value) if isinstance(term, ox.NamedNode) else value(term)


def html(table: Table, most: int = 200) -> str:
    """A table for a notebook: everything escaped, at most `most` rows with the number of the rest."""
    head = "".join(f"<th>{escape(visible(name))}</th>" for name in table.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(visible(plain(cell)))}</td>" for cell in row) + "</tr>" for row in table.rows[:most])
    more = f"<p>and {len(table) - most} more rows</p>" if len(table) > most else ""
    caption = f"<caption>{escape(visible(table.title))}</caption>" if table.title else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}<p>{escape(visible(table.note))}</p>"
