"""The people and bodies a machine heard of, as concepts of the stakeholder scheme; what no scheme holds is kept as words in the note."""

from collections.abc import Iterable
from dataclasses import replace

from kg.concepts.lexicon import Lexicon
from kg.findings.finding import Finding

#: The vocabulary of the coding guidelines (`kg find`, perspective) -> concepts, where the words differ.
GUIDELINES = {
    "mixed": "pooled-participants",
    "authors": "researchers",
    "people-who-use-services": "service-users",
    "managers": "health-managers",
}
SCHEME = "stakeholder"


def settle(finding: Finding, lexicon: Lexicon) -> Finding:
    """The same finding with stakeholders the schemes hold; the other words go to the note, so that nothing heard is lost."""
    voiced, unknown_voices = _known(finding.perspective, lexicon)
    about, unknown = _known(finding.stakeholders, lexicon)
    asked, unknown_asked = _known(finding.addressee, lexicon)
    words = "; ".join(dict.fromkeys((*unknown_voices, *unknown, *unknown_asked)))
    note = "; ".join(part for part in (finding.note, f"people named in no scheme: {words}" if words else "") if part)
    return replace(finding, perspective=voiced, stakeholders=about, addressee=asked, note=note)


def concept(words: str, lexicon: Lexicon) -> str:
    """The stakeholder some words name: as written, in the singular or plural, or by their last word; empty when none does.

    >>> lexicon = Lexicon.load()
    >>> concept("mixed", lexicon), concept("Police officers", lexicon), concept("night-shift nurses", lexicon), concept("Martians", lexicon)
    ('pooled-participants', 'police-officers', 'nurses', '')
    """
    folded = " ".join(words.casefold().replace("’", "'").split())
    for form in (
        GUIDELINES.get(folded, folded.replace(" ", "-")),
        folded,
        f"{folded}s",
        folded.removesuffix("s"),
        folded.rpartition(" ")[2],
    ):
        if slug := lexicon.named(form, SCHEME):
            return slug
    return ""


def _known(words: Iterable[str], lexicon: Lexicon) -> tuple[tuple[str, ...], list[str]]:
    found = [(one, concept(one, lexicon)) for one in words]
    return tuple(dict.fromkeys(slug for _, slug in found if slug)), [one for one, slug in found if not slug]
