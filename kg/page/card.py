"""A finding as a card: its quote and all that is known of it. Written in Python, not as a template, because a site holds so many.

Every text goes through `_text` (cleaned, then escaped); nothing else may be put into markup here.
"""

import re

from markupsafe import Markup, escape

from kg.page import paths, safe
from kg.page.gathered import KINDS, Finding, Gathered, Report

#: Kinds of link between findings, in words that fit before the other finding.
LINKS = {
    "contrastsWith": "Contrasts with", "disputes": "Disputes", "corroborates": "Agrees with", "qualifies": "Qualifies",
    "negativeCaseOf": "Exception to", "contributesTo": "Leads to", "basedOnFinding": "Based on", "addressesFinding": "Answers",
    "relatesToFinding": "Related to",
}  # fmt: skip

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CHECKED = {"abstract": "quote checked against the abstract", "full-text": "quote checked against the full text"}
_READ = {"pmid": "PubMed", "doi": "DOI", "pmcid": "PubMed Central", "url": "Web page"}
_PEOPLE = (
    ("Said by", "voice"), ("About", "concerns"), ("Affects", "affects"), ("Addressed to", "addressee"), ("Coded as", "concepts"),
    ("Meant for", "addresses"),
)  # fmt: skip


def _text(words: str) -> str:
    return str(escape(safe.shown(words)))


def _entry(term: str, markup: str) -> str:
    return f"<div><dt>{term}</dt><dd>{markup}</dd></div>\n"


class Cards:
    """The cards of one review, with the pieces that recur made once."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        #: The mark of each finding on its study's page.
        self.places = {one.id: f"f{number}" for rows in gathered.by_study.values() for number, one in enumerate(rows, 1)}
        self._concepts: dict[tuple[str, str], str] = {}
        self._studies: dict[tuple[str, str], str] = {}

    def concept(self, key: str, root: str) -> Markup:
        """A concept's words, linked to its page where it has one."""
        made = self._concepts.get((key, root))
        if made is None:
            made = f"<bdi>{_text(self.gathered.label(key))}</bdi>"
            if paths.has_page(self.gathered, key):
                made = f'<a href="{root}{_text(paths.concept(key))}">{made}</a>'
            self._concepts[key, root] = made
        return Markup(made)  # noqa: S704 - every text in it went through _text

    def card(self, one: Finding, root: str, mark: str = "", with_study: bool = True) -> Markup:
        """The whole card as a list item; `mark` is its place on this page, `with_study` names the study."""
        candidate = " candidate" if one.machine else ""
        place = f' id="{_text(mark)}"' if mark else ""
        parts = [
            f'<li class="finding kind-{_text(one.kind)}{candidate}"{place}>\n<p class="tags">{self._tags(one, with_study)}</p>\n',
            f'<blockquote dir="auto"{self._language(one)}>{_text(one.quote)}</blockquote>\n',
            self._source(one, root) if with_study else "",
            f'<dl class="small">\n{self._known(one, root)}</dl>\n</li>\n',
        ]
        return Markup("".join(parts))  # noqa: S704 - every text in it went through _text

    def _language(self, one: Finding) -> str:
        """The language of the report as an attribute, when it is stated as a language tag (BCP 47) and is not English."""
        report = self.gathered.report.get(one.report)
        tag = report.language if report else ""
        return f' lang="{tag.lower()}"' if tag.lower() != "en" and _TAG.fullmatch(tag) else ""

    def _tags(self, one: Finding, with_study: bool) -> str:
        tags = [f'<span class="tag kind-{_text(one.kind)}">{_text(KINDS.get(one.kind, (one.kind, ""))[0])}</span>']
        if one.machine:
            tags.append('<span class="tag candidate">machine candidate, not counted</span>')
        if not one.counts:
            tags.append('<span class="tag">background, not counted</span>')
        if one.disputed:
            tags.append('<span class="tag">coders disagree</span>')
        study = self.gathered.study.get(one.study)
        if study and with_study:
            tags += [f'<span class="tag notice">{_text(notice.kind)}</span>' for notice in study.notices]
        return "".join(tags)

    def _source(self, one: Finding, root: str) -> str:
        study = self.gathered.study.get(one.study)
        if study is None:
            return ""
        label = self._studies.get((one.study, root))
        if label is None:
            label = self._studies[one.study, root] = _text(study.label)
        return f'<p class="source"><a href="{root}{_text(paths.study(one.study))}#{self.places[one.id]}"><bdi>{label}</bdi></a></p>\n'

    def _known(self, one: Finding, root: str) -> str:
        words = self.gathered.label
        rows = [
            _entry(term, ", ".join(self.concept(key, root) for key in keys)) for term, field in _PEOPLE if (keys := getattr(one, field))
        ]
        if one.level:
            rows.append(
                _entry("Level", f"<bdi>{_text(words(one.level))}</bdi> {'(stated by the study)' if one.level_stated else '(coded)'}")
            )
        rows += [
            _entry(term, f"<bdi>{_text(shown)}</bdi>")
            for term, shown in (
                ("Section", words(one.section) if one.section else ""), ("Basis", words(one.basis) if one.basis else ""),
                ("How many", one.units),
            ) if shown
        ]  # fmt: skip
        checked = _CHECKED.get(one.checked, "quote not checked: the text was not at hand")
        rows.append(_entry("Coded by", f"<bdi>{_text(', '.join(one.coders) or 'not stated')}</bdi>; {checked}"))
        report = self.gathered.report.get(one.report)
        if report and (read := _read(report, one.quote)):
            rows.append(_entry("Read it", read))
        rows += [self._link(kind, other, root) for kind, other in one.links if other in self.gathered.finding]
        return "".join(rows)

    def _link(self, kind: str, id: str, root: str) -> str:
        other = self.gathered.finding[id]
        short = other.quote if len(other.quote) <= 60 else f"{other.quote[:59].rstrip()}…"
        address = f"{root}{_text(paths.study(other.study))}#{self.places[id]}"
        return _entry(_text(LINKS.get(kind, kind)), f'<a href="{address}"><bdi>{_text(short)}</bdi></a>')


def _read(report: Report, quote: str) -> str:
    """Links to the report that open at the words, where an identifier has an address."""
    links = []
    for scheme, _, address in report.identifiers:
        if scheme in _READ and (to := safe.to_words(address, quote)):
            links.append(f'<a href="{_text(to)}" rel="noreferrer">{_READ[scheme]}</a>')
    return ", ".join(links)
