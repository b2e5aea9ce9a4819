"""An invented review of any size, for tests and benchmarks of the pages: Zipf-like use of concepts, no clock, no chance."""

from collections.abc import Callable
from random import Random

from kg.page.gathered import Concept, Finding, Gathered, Notice, Report, Sample, Study

_FACTORS = (
    "access", "trust", "training", "funding", "housing", "policy", "workload", "stigma", "leadership", "communication", "data",
    "transport", "familiarity", "safety",
)  # fmt: skip
_PLACES = ("Canada", "United States", "Australia", "Portugal", "Kenya", "Brazil", "India", "Scotland")
_PEOPLE = (
    "police officers", "nurses", "people who use drugs", "service managers", "families", "peer workers", "pharmacists", "researchers",
)  # fmt: skip
_TEXT = """
lack of time and money made the service hard to keep open when staff left and nobody took over the work
good contact between teams helped people stay while rules that nobody explained kept others away from care
"""
_WORDS = _TEXT.split()


def _concepts(number: int) -> list[Concept]:
    made = [Concept(f"place/{name.lower().replace(' ', '-')}", name) for name in _PLACES]
    made += [Concept(f"stakeholder/{name.replace(' ', '-')}", name, f"People counted as {name}.") for name in _PEOPLE]
    made += [Concept(f"level/{name}", f"{name} level") for name in ("macro", "meso", "micro")]
    made += [Concept(f"section/{name}", name) for name in ("results", "conclusions", "background")]
    made += [Concept(f"programme/{name.replace(' ', '-')}", name) for name in ("consumption site", "outreach", "clinic")]
    tops = [f"determinant/{name}" for name in _FACTORS]
    made += [Concept(key, f"{key[12:].capitalize()} and its conditions", f"Everything about {key[12:]}.") for key in tops]
    for at in range(number):
        top = tops[at % len(tops)]
        words = f"{top[12:].capitalize()} factor {at + 1}"
        key, poles = f"determinant/factor-{at + 1}", (f"poor {words.lower()}", f"good {words.lower()}")
        made.append(Concept(key, words, f"Defined as {words.lower()}.", (f"synonym {at + 1}",), *poles, (top,)))
    made += [Concept("strategy/strategies", "Strategies")]
    made += [Concept(f"strategy/do-{at + 1}", f"Do thing {at + 1}", broader=("strategy/strategies",)) for at in range(max(3, number // 3))]
    return made


def review(
    studies: int, determinants: int = 60, each: int = 8, seed: int = 7, words: Callable[[int, str], str] = lambda number, text: text
) -> Gathered:
    """An invented review; `words(number, text)` may replace every text shown (hostile strings, say)."""
    chance, count = Random(seed), iter(range(10**9))

    def say(text: str) -> str:
        return words(next(count), text)

    concepts = [
        Concept(one.key, say(one.label), say(one.definition), tuple(say(alt) for alt in one.alt), say(one.barrier) if one.barrier else "",
                say(one.facilitator) if one.facilitator else "", one.broader, iri=f"https://example.org/concept/{one.key}")
        for one in _concepts(determinants)
    ]  # fmt: skip
    weights = [1 / (rank + 1) for rank in range(determinants)]
    made_studies, findings = [], []
    for number in range(studies):
        key = f"study-{number + 1}"
        made_studies.append(_study(number, key, chance, say))
        for at in range(each):
            findings.append(_finding(f"{number:06x}{at:02x}", key, at, chance, weights, say, max(3, determinants // 3)))
    links = {findings[at].id: (("contrastsWith", findings[at + each].id),) for at in range(0, len(findings) - each, 97)}
    linked = tuple(_with_links(one, links.get(one.id, ())) for one in findings)
    return Gathered(
        title=say("An invented review"),
        question=say("What hinders and helps the invented service?"), 
        studies=tuple(made_studies), findings=linked,
        concepts=tuple(concepts), records=studies + studies // 3, sources=(("pubmed", studies), ("crossref", studies // 3)),
        harvested="2026-11-20", coded="2026-11-21", schemes={"determinant": "Determinants", "strategy": "Strategies"},
        accuracy=((say("Barriers found by the extractor"), say("precision 0.91, recall 0.84 on 30 reports")),),
    )  # fmt: skip


def _with_links(one: Finding, links: tuple[tuple[str, str], ...]) -> Finding:
    from dataclasses import replace

    return replace(one, links=links) if links else one


def _study(number: int, key: str, chance: Random, say: Callable[[str], str]) -> Study:
    name = chance.choice(("Almeida", "Brandt", "Chowdhury", "Diallo", "Eriksen", "Fraser", "Gomes", "Haas"))
    year = 1998 + (number * 7) % 28
    notices = (Notice("retracted", say("Retracted for invented reasons"), "https://doi.org/10.5555/notice"),) if number % 53 == 9 else ()
    report = Report(
        f"doi-10.5555-{number}", say(f"What {name} learned about service {number + 1}"), (say(f"{name}, A. B."), say("Second, C.")),
        say("Journal of Invented Studies"), f"{year}-05", (("doi", say(f"10.5555/{number}"), f"https://doi.org/10.5555/{number}"),
        ("pmid", f"{number + 1}", f"https://pubmed.ncbi.nlm.nih.gov/{number + 1}/")), (say("Journal Article"),), ("pubmed",), notices, "en",
    )  # fmt: skip
    place = f"place/{_PLACES[chance.randrange(len(_PLACES))].lower().replace(' ', '-')}"
    programme = f"programme/{('consumption-site', 'outreach', 'clinic')[number % 3]}"
    return Study(
        key, say(f"{name} {year}: service {number + 1}"), f"family-{number // 2}" if number % 10 < 2 else "", (report,), (place,),
        ("method/interviews",),
        (programme,), (Sample("stakeholder/nurses", str(10 + number % 30), ""),), (str(year - 2),),
    )  # fmt: skip


def _finding(name: str, study: str, at: int, chance: Random, weights: list[float], say: Callable[[str], str], strategies: int) -> Finding:
    factor = f"determinant/factor-{chance.choices(range(1, len(weights) + 1), weights)[0]}"
    people = [f"stakeholder/{one.replace(' ', '-')}" for one in _PEOPLE]
    kind = ("barrier", "facilitator", "barrier", "recommendation", "barrier", "facilitator", "context", "barrier")[at % 8]
    start = chance.randrange(len(_WORDS) - 14)
    advice = kind == "recommendation"
    return Finding(
        id=f"{name:>020}", study=study, report=f"doi-10.5555-{int(study[6:]) - 1}", kind=kind,
        quote=say(" ".join(_WORDS[start : start + chance.randrange(6, 14)])),
        concepts=(f"strategy/do-{chance.randrange(strategies) + 1}",) if advice else (factor,), addresses=(factor,) if advice else (),
        voice=(chance.choice(people),), concerns=(chance.choice(people),), addressee=(chance.choice(people),) if advice and at % 2 else (),
        level=f"level/{chance.choice(('macro', 'meso', 'micro'))}", basis="basis/author-finding",
        section=f"section/{chance.choice(('results', 'conclusions'))}",
        coders=(say("Coder A"),) if at % 8 < 6 else (say("Coder A"), say("Coder B")),
        machine=at % 8 == 7, checked="abstract" if at % 3 else "full-text",
        counts=chance.random() > 0.05, units=say("3 of 4 clinics") if at == 2 else "",
    )  # fmt: skip
