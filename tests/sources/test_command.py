"""`kg harvest` as a person types it, against simulated services."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import kg
from tests.sources.simulated import PubMed, serve, services


@pytest.fixture
def service() -> PubMed:
    pubmed = PubMed(range(1, 100), rate=50)
    pubmed.similar = {"10": [str(one) for one in range(20, 60)]}
    return pubmed


def type_in(base: str, folder: Path, *words: str, stdin: str = "") -> Result:
    environment = {f"KG_{name}_URL": base for name in ("PUBMED", "CROSSREF", "DOI", "PMC", "DATACITE", "EUROPEPMC", "OPENALEX")}
    environment |= {"NCBI_API_KEY": "SECRETKEY", "KG_CONTACT": "me@house.org"}
    return CliRunner().invoke(kg, ["--review", str(folder), "harvest", *words], input=stdin, env=environment)


def test_identifiers_links_tally_and_once_more(service: PubMed, tmp_path: Path) -> None:
    work = {"DOI": "10.1234/11", "title": ["Report 11"], "type": "journal-article", "is-referenced-by-count": 0, "indexed": {}}
    tally = tmp_path / "tally.json"
    with serve(services(service, {"10.1234/11": work}, {"10.1234": "Crossref"})) as base:
        first = type_in(base, tmp_path / "review", "10", "10.1234/11", "555555", "--related", "5", "--tally", str(tally))
        asked = len(service.requests)
        again = type_in(base, tmp_path / "review", "10", "10.1234/11", "--related", "5")
        offline = type_in(base, tmp_path / "review", "10", "10.1234/11", "--related", "5", "--offline")
    assert first.exit_code == 3, first.output
    assert "absent: pubmed has no record of pmid:555555" in first.output
    assert "7 got, 1 absent" in first.output
    told = json.loads(tally.read_text())
    assert told["counts"] == {"got": 7, "absent": 1}
    assert told["reasons"]["pmid:24"] == ["similar to pmid:10 (number 5 of 5)"]
    assert (again.exit_code, offline.exit_code) == (0, 0), again.output + offline.output
    assert "0 requests" in again.output
    assert len(service.requests) == asked
    written = b"".join(path.read_bytes() for path in (tmp_path / "review").rglob("*") if path.is_file()) + first.output.encode()
    assert b"SECRETKEY" not in written
    assert b"me@house" not in written


def test_a_list_of_identifiers_is_asked_for(service: PubMed, tmp_path: Path) -> None:
    listed = tmp_path / "pmids.txt"
    listed.write_text("# mine\n1\npmid:2\nhttps://pubmed.ncbi.nlm.nih.gov/3/\n", encoding="utf-8")
    with serve(service.answer) as base:
        by_file = type_in(base, tmp_path / "a", str(listed))
        by_pipe = type_in(base, tmp_path / "b", "-", stdin="1\n2\n3\n")
    assert (by_file.exit_code, by_pipe.exit_code) == (0, 0), by_file.output + by_pipe.output
    assert "3 got" in by_file.output
    assert "3 got" in by_pipe.output


def test_slips_are_told_in_a_sentence(service: PubMed, tmp_path: Path) -> None:
    with serve(service.answer) as base:
        assert "There is no source 'pubmet'" in str(type_in(base, tmp_path / "a", "1", "--from", "pubmet").exception)
        empty = type_in(base, tmp_path / "c")
    assert empty.exit_code == 2
    assert not service.requests
