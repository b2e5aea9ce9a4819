"""The language model's reading, against a stand-in on loopback that speaks the protocol, well and badly."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from harvest.archive import Archive
from harvest.errors import InputError, Refused
from kg.findings import sheet
from kg.findings.endpoint import TRIES, Endpoint
from kg.findings.extractors import llm
from kg.text.document import Document, Section
from tests.people.conftest import Bench

TEXT = "We asked nurses about queues. They said that long waits kept people away. Clinics should hire more nurses."
START = TEXT.index("They")
DOCUMENT = Document("r1", TEXT, (Section("background", 0, START), Section("result", START, len(TEXT))))
KEY = "sk-never-to-be-seen"


@dataclass
class StandIn:
    """A server that answers as it is told: `answers` is a list of (status, headers, body), the last one for ever after."""

    address: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def say(self, *findings: dict[str, Any] | str, **more: Any) -> None:
        self.answers.append((200, {}, chat(list(findings), **more)))

    def endpoint(self, **more: Any) -> Endpoint:
        return Endpoint(self.address, "stand-in", KEY, **more)


def chat(findings: list[Any] | None, *, content: str | None = None, finish: str = "stop", refusal: str = "") -> bytes:
    words = json.dumps({"findings": findings}) if content is None else content
    message = {"role": "assistant", "content": words, "refusal": refusal or None}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100}
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], "usage": usage}).encode()


def item(quote: str, kind: str = "barrier", **more: Any) -> dict[str, Any]:
    blank = {"role": "result", "basis": "participant-account", "perspective": [], "stakeholders": [], "addressee": [], "level": ""}
    return {"quote": quote, "kind": kind, **blank, **more}


@pytest.fixture
def model() -> Iterator[StandIn]:
    told = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.keys.append(self.headers.get("Authorization", ""))
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, headers, body = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.address = f"http://127.0.0.1:{server.server_port}/v1"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(model: StandIn, tmp_path: Path) -> Callable[..., llm.Run]:
    def make(**more: Any) -> llm.Run:
        return llm.Run(model.endpoint(price_in=2.0, price_out=10.0), Archive(tmp_path / "llm"), **({"sleep": lambda _: None} | more))

    return make


def outcomes(one: llm.Run) -> dict[str, int]:
    return dict(one.tally.counts)


def test_verbatim_findings_come_with_place_people_and_name(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.say(item("long waits", perspective=["nurses", "martians"]), item("hire more\nnurses", "recommendation", level="meso"))
    one = run(people=("nurses", "clients"))
    ((document, found),) = one.read([DOCUMENT])
    assert document is DOCUMENT
    assert [(f.kind, f.quote, f.stated_level) for f in found] == [
        ("barrier", "long waits", ""),
        ("recommendation", "hire more nurses", "meso"),
    ]
    assert found[0].perspective == ("nurses",)
    assert found[0].extractor == "llm:stand-in:findings-v1"
    assert all(TEXT[f.start : f.end] == f.quote and f.document == DOCUMENT.sha256 for f in found)
    (asked,) = model.asked
    assert asked["response_format"]["json_schema"]["schema"]["properties"]["findings"]["items"]["properties"]["perspective"]["items"] == {
        "type": "string",
        "enum": ["nurses", "clients"],
    }
    assert TEXT in asked["messages"][1]["content"]


def test_what_is_not_verbatim_is_dropped_and_counted(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.say(
        item("long waiting times"), item("Long waits"), item("long waits … people"), item(""), {"kind": "barrier"},
        item("long waits", "hurdle"),
        item(TEXT[START:] * 3), item("about queues"), item("long waits"), item("long waits"),
    )  # fmt: skip
    one = run()
    ((_, found),) = one.read([DOCUMENT])
    assert [f.quote for f in found] == ["long waits"]
    assert outcomes(one) == {"answered": 1, "not verbatim": 6, "no kind": 1, "in background": 1, "findings": 2}


def test_a_quote_too_long_is_dropped(model: StandIn, run: Callable[..., llm.Run]) -> None:
    text = "word " * 40
    model.say(item(text.strip()))
    one = run()
    assert list(one.read([Document("long", text)])) == [(Document("long", text), ())]
    assert outcomes(one) == {"answered": 1, "too long": 1}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((200, {}, chat([item("long waits")], finish="length")), "cut"),
        ((200, {}, chat(None, content='{"findings": [{"quote": "long wa')), "malformed"),
        ((200, {}, chat(None, content="There are two findings.")), "malformed"),
        ((200, {}, chat(None, content='{"findings": "none"}')), "malformed"),
        ((200, {}, b'{"choices": []}'), "malformed"),
        ((200, {}, b"<html>busy</html>"), "malformed"),
        ((200, {"Content-Length": "500"}, chat([])[:40]), "unanswered"),
        ((200, {}, chat(None, content="", refusal="I cannot help with that.")), "refused"),
        ((200, {}, chat([], finish="content_filter")), "refused"),
        ((500, {}, b"oops"), "unanswered"),
        ((429, {"Retry-After": "7"}, b"slow down"), "unanswered"),
    ],
)
def test_bad_answers_lose_one_document_with_its_reason(
    model: StandIn, run: Callable[..., llm.Run], answer: tuple[int, dict[str, str], bytes], outcome: str
) -> None:
    model.answers.append(answer)
    one = run()
    assert list(one.read([DOCUMENT])) == []
    (loss,) = one.tally.losses
    assert (loss.what, loss.outcome) == ("r1", outcome)
    assert loss.why.startswith("r1: ")


def test_a_busy_server_is_asked_again_after_the_time_it_names(model: StandIn, run: Callable[..., llm.Run]) -> None:
    slept: list[float] = []
    model.answers += [(429, {"Retry-After": "7"}, b""), (503, {}, b""), (429, {"Retry-After": "86400"}, b"")]
    model.say(item("long waits"))
    one = run(sleep=slept.append)
    ((_, found),) = one.read([DOCUMENT])
    assert len(found) == 1
    assert slept == [7.0, 2.0, 60.0]
    assert len(model.asked) == TRIES


def test_an_answer_is_asked_for_once_and_replayed_ever_after(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.say(item("long waits"))
    first, again = run(), run()
    before = list(first.read([DOCUMENT]))
    assert first.plan([DOCUMENT]).requests == 0
    assert list(again.read([DOCUMENT])) == before
    assert len(model.asked) == 1
    assert outcomes(again) == {"replayed": 1, "findings": 1}
    assert (again.tokens_in, again.tokens_out) == (0, 0)


def test_a_bad_answer_is_kept_but_asked_for_again(model: StandIn, run: Callable[..., llm.Run], tmp_path: Path) -> None:
    model.answers.append((200, {}, chat(None, content="nonsense")))
    model.say(item("long waits"))
    assert list(run().read([DOCUMENT])) == []
    assert len(list(run().read([DOCUMENT]))) == 1
    assert {answer.kind for answer in Archive(tmp_path / "llm").answers()} == {"broken", "http"}


def test_a_run_that_stopped_goes_on_where_it_was(model: StandIn, run: Callable[..., llm.Run]) -> None:
    others = [Document(f"r{number}", f"{TEXT} {number}") for number in range(6)]
    model.say(item("long waits"))
    model.answers.append((500, {}, b""))
    one = run()
    assert len(list(one.read(others))) == 1
    assert outcomes(one) == {"answered": 1, "findings": 1, "unanswered": 3, "not asked": 2}
    asked = len(model.asked)
    model.answers[:] = []
    model.say(item("long waits"))
    again = run()
    assert again.plan(others).requests == 5
    assert len(list(again.read(others))) == 6
    assert len(model.asked) == asked + 5


@pytest.mark.parametrize("status", [401, 403, 404, 400])
def test_a_plain_no_ends_the_run_with_a_sentence_without_the_key(model: StandIn, run: Callable[..., llm.Run], status: int) -> None:
    model.answers.append((status, {}, b'{"error": "wrong key"}'))
    with pytest.raises(Refused, match=f"says no \\({status}: .*wrong key.*KG_LLM_KEY") as wrong:
        list(run().read([DOCUMENT]))
    assert KEY not in str(wrong.value)


def test_a_redirect_is_not_followed_with_the_key(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.answers.append((302, {"Location": "http://127.0.0.1:9/steal"}, b""))
    with pytest.raises(Refused, match="says no"):
        list(run().read([DOCUMENT]))


def test_a_server_without_schemas_or_temperature_is_asked_in_words(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.answers += [(400, {}, b"response_format is not supported"), (422, {}, b"temperature must be 1")]
    model.say(content="```json\n" + json.dumps({"findings": [item("long waits")]}) + "\n```")
    ((_, found),) = run().read([DOCUMENT])
    assert len(found) == 1
    assert "response_format" not in model.asked[2]
    assert "temperature" not in model.asked[2]
    assert '"quote"' in model.asked[2]["messages"][0]["content"]


def test_the_key_is_sent_and_nowhere_written(model: StandIn, run: Callable[..., llm.Run], tmp_path: Path) -> None:
    model.say(item("long waits"))
    one = run()
    list(one.read([DOCUMENT]))
    assert model.keys == [f"Bearer {KEY}"]
    assert KEY not in repr(one.endpoint)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_tokens_and_price_are_told_before_and_after(model: StandIn, run: Callable[..., llm.Run]) -> None:
    model.say(item("long waits"))
    one = run()
    plan = one.plan([DOCUMENT])
    assert plan.requests == 1
    assert plan.tokens_in > 300
    assert plan.cost == pytest.approx((plan.tokens_in * 2 + plan.tokens_out * 10) / 1e6)
    assert "1 requests to make" in str(plan)
    list(one.read([DOCUMENT]))
    assert one.sentence().endswith("1000 tokens in, 100 out, 0.0030 in all")


def test_a_long_text_goes_in_pieces_and_keeps_its_places(model: StandIn, run: Callable[..., llm.Run]) -> None:
    text = "A paragraph of words that goes on.\n\n" * 1500 + TEXT
    found = llm.pieces(text)
    assert "".join(piece for _, piece in found) == text
    assert all(text[start : start + len(piece)] == piece and len(piece) <= llm.PIECE for start, piece in found)
    model.say(item("long waits"))
    ((_, findings),) = run().read([Document("long", text)])
    assert [text[one.start : one.end] for one in findings] == ["long waits"]
    assert len(model.asked) == len(found)


@pytest.mark.parametrize(
    ("environment", "table", "words"),
    [
        ({}, {}, "KG_LLM_URL and KG_LLM_MODEL"),
        ({"KG_LLM_URL": "localhost:1"}, {"model": "m"}, "write it like http"),
        ({}, {"url": "http://x", "model": "m", "key": "s"}, "must not hold a key"),
        ({}, {"url": "http://x", "model": "m", "price_in": "2"}, "price_in must be a number"),
    ],
)
def test_wrong_settings_are_a_sentence(environment: dict[str, str], table: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Endpoint.of(environment, table)


def test_the_environment_wins_over_the_review() -> None:
    made = Endpoint.of({"KG_LLM_URL": "http://a/v1/", "KG_LLM_KEY": "k"}, {"url": "http://b", "model": "m", "price_in": 1})
    assert (made.address, made.model, made.key, made.price_in) == ("http://a/v1", "m", "k", 1.0)


def test_the_command_reads_with_the_model_and_saves_candidates(bench: Bench, model: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LLM_URL", model.address)
    monkeypatch.setenv("KG_LLM_MODEL", "stand-in")
    model.say(item("long waits", stakeholders=["nurses"]), item("made up"))
    result = bench.run("find", "--with", "llm", "--save")
    assert result.exit_code == 3, result.output
    assert "1 requests to make" in result.output
    assert "not verbatim" in result.output
    (one,) = sheet.read(bench.review.codings / "candidates" / "llm-stand-in.csv").findings
    assert (one.quote, one.concepts, one.stakeholders) == ("long waits", ("waiting-times",), ("nurses",))
    monkeypatch.delenv("KG_LLM_URL")
    refused = bench.run("find", "--with", "llm")
    assert refused.exit_code == 1
    assert "No language model is set" in str(refused.exception)
