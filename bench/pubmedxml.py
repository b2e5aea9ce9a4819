# ruff: noqa: E501 - the citation is written as it stands in the file
"""PubMed XML: our reader beside pubmed_parser and beside bare expat, on one generated file of 30,000 citations, in one run.

python bench/pubmedxml.py [--small] [--keep FILE]    (pip install pubmed_parser)

Every contestant runs in a process of its own; CPU seconds and peak resident memory come from that process alone.
"""

import argparse
import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_WORDS = (
    "access barrier clinic client community cost court dependence drug evidence facility fear funding health housing image injection "
    "interview judge knowledge law morbidity nurse outreach overdose participant police programme provider qualitative recovery referral "
    "relapse risk service staff stigma substance support survey syringe theme training treatment trial trust uptake user waiting"
)
WORDS = _WORDS.split()


def citation(number: int, dice: random.Random) -> str:
    """One citation built as those of NLM's own sample file are on average: 5 authors, 7 headings, one abstract in three structured."""
    say = lambda count: " ".join(dice.choices(WORDS, k=count))  # noqa: E731
    people = "".join(
        f'<Author ValidYN="Y"><LastName>{dice.choice(WORDS).title()}</LastName><ForeName>{dice.choice(WORDS).title()} A</ForeName>'
        f'<Initials>A</Initials><Identifier Source="ORCID">0000-0002-{dice.randrange(10**4):04}-000X</Identifier><AffiliationInfo>'
        f"<Affiliation>{say(14)}, University of Somewhere.</Affiliation></AffiliationInfo></Author>"
        for _ in range(dice.randrange(1, 9))
    )
    parts = (
        "".join(
            f'<AbstractText Label="{label}" NlmCategory="{label}">{say(45)} <i>p</i> &lt; 0.05; {say(5)} CO<sub>2</sub>.</AbstractText>'
            for label in ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")
        )
        if number % 3 == 0
        else f"<AbstractText>{say(180)} <i>p</i> &lt; 0.05; {say(20)} CO<sub>2</sub>.</AbstractText>"
    )
    mesh = "".join(
        f'<MeshHeading><DescriptorName UI="D{dice.randrange(10**6):06}" MajorTopicYN="N">{say(2)}</DescriptorName>'
        + (f'<QualifierName UI="Q000000" MajorTopicYN="Y">{say(1)}</QualifierName>' if at % 2 else "")
        + "</MeshHeading>"
        for at in range(7)
    )
    cited = "".join(
        f'<Reference><Citation>{say(16)}. 2015;1(2):3-4.</Citation><ArticleIdList><ArticleId IdType="pubmed">{dice.randrange(10**7)}</ArticleId>'
        f"</ArticleIdList></Reference>"
        for _ in range(12)
    )
    day = lambda: f"<Year>20{dice.randrange(10, 25)}</Year><Month>0{dice.randrange(1, 9)}</Month><Day>1{dice.randrange(9)}</Day>"  # noqa: E731
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID><DateCompleted>{day()}</DateCompleted>'
        f'<DateRevised>{day()}</DateRevised><Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Electronic">1234-5678</ISSN>'
        f'<JournalIssue CitedMedium="Internet"><Volume>{dice.randrange(90)}</Volume><Issue>2</Issue><PubDate><Year>2021</Year><Month>Mar'
        f"</Month></PubDate></JournalIssue><Title>{say(4)}</Title><ISOAbbreviation>J X</ISOAbbreviation></Journal><ArticleTitle>{say(14)}."
        f'</ArticleTitle><Pagination><MedlinePgn>11-19</MedlinePgn></Pagination><ELocationID EIdType="doi" ValidYN="Y">10.1234/x.{number}'
        f'</ELocationID><Abstract>{parts}</Abstract><AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language><GrantList '
        f'CompleteYN="Y"><Grant><GrantID>R01 {number}</GrantID><Acronym>DA</Acronym><Agency>NIDA</Agency><Country>US</Country></Grant>'
        f'</GrantList><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>'
        f'<ArticleDate DateType="Electronic">{day()}</ArticleDate></Article><MedlineJournalInfo><Country>US</Country><MedlineTA>J X'
        f"</MedlineTA><NlmUniqueID>1</NlmUniqueID></MedlineJournalInfo><MeshHeadingList>{mesh}</MeshHeadingList>"
        f'<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">{say(2)}</Keyword><Keyword MajorTopicYN="N">{say(1)}</Keyword></KeywordList>'
        f'</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="received">{day()}</PubMedPubDate><PubMedPubDate PubStatus="pubmed">'
        f'{day()}</PubMedPubDate></History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{number}'
        f'</ArticleId><ArticleId IdType="doi">10.1234/x.{number}</ArticleId></ArticleIdList><ReferenceList>{cited}</ReferenceList>'
        "</PubmedData></PubmedArticle>\n"
    )


def generate(path: Path, count: int) -> None:
    dice = random.Random(20261122)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
        )
        file.write('"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n')
        for number in range(1, count + 1):
            file.write(citation(number, dice))
        file.write("</PubmedArticleSet>\n")


def ours(path: str) -> int:
    from harvest.formats.pubmedxml import citations

    with Path(path).open("rb") as file:
        return sum(1 for record in citations(file) if record.title)  # type: ignore[union-attr]


def expat(path: str) -> int:
    """The floor of readers written on expat in Python: three handlers that do nothing but count the citations."""
    from xml.parsers.expat import ParserCreate

    seen = [0]

    def start(tag: str, _: object) -> None:
        seen[0] += tag == "PubmedArticle"

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: None
    parser.CharacterDataHandler = lambda _: None
    with Path(path).open("rb") as file:
        parser.ParseFile(file)
    return seen[0]


def bare(path: str) -> int:
    """The bare floor: expat with no handler at all."""
    from xml.parsers.expat import ParserCreate

    parser = ParserCreate()
    with Path(path).open("rb") as file:
        parser.ParseFile(file)
    return -1


def pubmed_parser(path: str) -> int:
    import pubmed_parser as peer

    return sum(1 for _ in peer.parse_medline_xml(path, year_info_only=False, nlm_category=True, author_list=True, reference_list=False))


def run(name: str, path: Path, count: int) -> dict[str, float]:
    answer = subprocess.run([sys.executable, __file__, "--one", name, str(path)], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(answer.stdout)
    assert figures["citations"] in (count, -1), f"{name} read {figures['citations']} of {count}"
    return {**figures, "rate": count / figures["cpu"]}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--small", action="store_true")
    ask.add_argument("--keep", type=Path)
    ask.add_argument("--one", nargs=2)
    said = ask.parse_args()
    if said.one:
        before = time.process_time()
        count = {"ours": ours, "expat": expat, "bare": bare, "pubmed_parser": pubmed_parser}[said.one[0]](said.one[1])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"citations": count, "cpu": time.process_time() - before, "megabytes": peak}))
        return
    count = 3000 if said.small else 30000
    with tempfile.TemporaryDirectory() as folder:
        path = said.keep or Path(folder) / "citations.xml"
        generate(path, count)
        print(f"{count} citations, {path.stat().st_size / 1e6:.0f} MB")
        packed = Path(folder) / "citations.xml.gz"  # all that pubmed_parser opens
        with path.open("rb") as file, gzip.open(packed, "wb", 1) as copy:
            shutil.copyfileobj(file, copy)  # a child starts with the peak of its parent, so the parent stays small
        found = {name: run(name, packed if name == "pubmed_parser" else path, count) for name in ("bare", "expat", "ours", "pubmed_parser")}
    for name, figures in found.items():
        print(f"{name:14} {figures['rate']:8.0f} citations per CPU second {figures['megabytes']:6.0f} MB")
    print(f"ours / pubmed_parser {found['ours']['rate'] / found['pubmed_parser']['rate']:.2f} (at least 4)")
    print(f"ours / expat with three empty handlers {found['ours']['rate'] / found['expat']['rate']:.2f} (at least 0.5)")
    print(f"ours / expat without any handler       {found['ours']['rate'] / found['bare']['rate']:.2f}")
    print(f"resident             {found['ours']['megabytes']:.0f} MB (at most 150)")


if __name__ == "__main__":
    main()
