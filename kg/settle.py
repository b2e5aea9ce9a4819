"""What `kg reports` and `kg studies` share: naming two things of a review, writing a person's decision on them, and taking it back."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from kg.decisions import add_join, drop_join
from kg.errors import InputError
from kg.evidence import Evidence
from kg.review import Review
from kg.settings import Settings


def names(evidence: Evidence, about: str) -> set[str]:
    """All names by which a person may call reports (keys, record names, identifiers) or studies (keys and those of their reports)."""
    from harvest.keys import record_name

    known = {report.key for report in evidence.reports} | {str(one) for report in evidence.reports for one in report.identifiers}
    if about == "report":
        return known | {record_name(record) for report in evidence.reports for record in report.records}
    return known | {study.key for study in evidence.studies}


def settle(settings: Settings, left: str, right: str, decision: str, note: str, who: str = "") -> str:
    """Write one decision (a word of `kg.decisions.DECISIONS`) into joins.csv and give a sentence; raises `InputError` for a wrong name."""
    from kg.walk import gather

    review = Review.open(settings.review)
    about = decision.partition("-")[2]
    known = names(gather(review).evidence, about)
    for name in (left, right):
        _must(name, known, about)
    if left == right:
        raise InputError(f"{left!r} is named twice; a decision is about two different things.")
    who = who or settings.environment.get("USER", "")
    add_join(review.joins, left, right, decision, who, date.today().isoformat(), note)
    after = gather(review).evidence
    now = f"{counted(len(after.reports), 'report', 'reports')} and {counted(len(after.studies), 'study', 'studies')}"
    return f"Settled: {left} and {right} are {_words(decision)}; the review now has {now}."


def counted(number: int, one: str, many: str) -> str:
    """`1 study`, `4 studies`."""
    return f"{number} {one if number == 1 else many}"


def take_back(settings: Settings, left: str, right: str, about: str) -> str:
    """Remove the decisions about one pair and give a sentence; raises `InputError` when there is none."""
    review = Review.open(settings.review)
    dropped = drop_join(review.joins, left, right, about)
    if not dropped:
        raise InputError(f"Nobody decided about {left} and {right}; see {review.joins} for the decisions made.")
    return f"Taken back: {dropped} decision(s) about {left} and {right}."


def _words(decision: str) -> str:
    same, _, about = decision.partition("-")
    return f"one {about}" if same == "same" else f"not one {about}"


def _must(name: str, known: Iterable[str], about: str) -> None:
    every = sorted(known)
    if name in every:
        return
    near = get_close_matches(name, every, n=3, cutoff=0.4)
    kind = "reports" if about == "report" else "studies"
    hint = f"did you mean {', '.join(near)}?" if near else f"see 'kg {kind}' for all."
    raise InputError(f"The review has no {about if about == 'report' else 'study'} called {name!r}; {hint}")
