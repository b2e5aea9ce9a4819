"""Findings read by a language model: off unless asked for (`kg find --with llm`), and nothing it says is believed without its quote.

A quote that does not stand in the text letter for letter is dropped and counted. It has no triggers, so the rules never wake it.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from harvest.archive import Archive
from harvest.errors import BrokenAnswer, Unreachable
from kg.findings.endpoint import Endpoint, Reply
from kg.findings.finding import BASES, Finding
from kg.findings.quote import MOST_WORDS, verbatim
from kg.tally import Tally
from kg.text.document import Document

#: The prompt in use; a changed prompt is a new file, so that old answers stay what they were.
PROMPT = "findings-v1"
KINDS = ("barrier", "facilitator", "recommendation")
ROLES = ("result", "conclusion", "recommendation", "unstructured")
LEVELS = ("macro", "exo", "meso", "micro")
#: Sections in which nothing is a finding.
SILENT = {"title", "furniture", "references", "background", "aim", "method"}
#: Most characters of one request; longer texts go in pieces cut at paragraphs.
PIECE = 24_000
#: What a piece's answer takes, for the estimate: tokens out; characters of English a token.
TOKENS_OUT, CHARACTERS = 700, 4
#: Confidence of a candidate that only a model stands for.
CONFIDENCE = 0.6
#: Requests that fail one after another before the rest is left for another day.
GIVE_UP = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will take: requests to make and those answered already, tokens and price (0: not known) estimated."""

    requests: int
    answered: int
    tokens_in: int
    tokens_out: int
    cost: float

    def __str__(self) -> str:
        price = f", about {self.cost:.2f}" if self.cost else ""
        return f"{self.requests} requests to make ({self.answered} answered before), about {self.tokens_in + self.tokens_out} tokens{price}"


@dataclass(slots=True)
class Run:
    """A model's reading of some documents, as it goes: what came of each request, and the tokens it really took."""

    endpoint: Endpoint
    archive: Archive
    people: tuple[str, ...] = ()
    sleep: Callable[[float], None] = time.sleep
    tally: Tally = field(default_factory=lambda: Tally("llm"))
    tokens_in: int = 0
    tokens_out: int = 0
    failed: int = 0

    @property
    def name(self) -> str:
        """The extractor's name: model and prompt."""
        return f"llm:{self.endpoint.model}:{PROMPT}"

    def plan(self, documents: Sequence[Document]) -> Plan:
        """What reading them will take."""
        bodies = [self._body(text) for document in documents for _, text in pieces(document.text)]
        new = [body for body in bodies if not self._answered(body)]
        tokens_in = sum(len(json.dumps(body, ensure_ascii=False)) for body in new) // CHARACTERS
        tokens_out = TOKENS_OUT * len(new)
        return Plan(len(new), len(bodies) - len(new), tokens_in, tokens_out, self.endpoint.cost(tokens_in, tokens_out))

    def read(self, documents: Sequence[Document]) -> Iterator[tuple[Document, tuple[Finding, ...]]]:
        """The findings of each document all of whose pieces were answered; what was not is in the tally.

        Raises `Refused` when the endpoint says no for good. A run that stopped goes on where it was: answers are in the archive.
        """
        for document in documents:
            found: list[Finding] = []
            whole = True
            for offset, text in pieces(document.text):
                reply = self._reply(document, text)
                items = self._items(document, reply) if reply else None
                whole = whole and items is not None
                found += self._gate(document, offset, items or [])
            if whole:
                yield document, _distinct(found)

    def sentence(self) -> str:
        """What the run did and took."""
        cost = self.endpoint.cost(self.tokens_in, self.tokens_out)
        return f"{self.tally.sentence()}; {self.tokens_in} tokens in, {self.tokens_out} out{f', {cost:.4f} in all' if cost else ''}"

    def _body(self, text: str) -> dict[str, Any]:
        return self.endpoint.body(prompt(), text, schema(self.people))

    def _answered(self, body: dict[str, Any]) -> bool:
        return self.archive.find(self.endpoint.name_of(body)) is not None

    def _reply(self, document: Document, text: str) -> Reply | None:
        if self.failed >= GIVE_UP:
            self.tally.lose(document.name, "not asked", f"{document.name} was not asked for, since {GIVE_UP} requests before it failed.")
            return None
        try:
            reply = self.endpoint.ask(self._body(text), self.archive, self.sleep, _usable)
        except (Unreachable, BrokenAnswer) as wrong:
            self.failed += 1
            self.tally.lose(document.name, "malformed" if isinstance(wrong, BrokenAnswer) else "unanswered", f"{document.name}: {wrong}")
            return None
        self.failed = 0
        self.tally.add("replayed" if reply.replayed else "answered")
        if not reply.replayed:
            self.tokens_in += reply.tokens_in
            self.tokens_out += reply.tokens_out
        return reply

    def _items(self, document: Document, reply: Reply) -> list[dict[str, Any]] | None:
        """The items of an answer, or None (and a loss) when it was refused, cut, or is not what was asked for."""
        if reply.refusal or reply.finish == "content_filter":
            self.tally.lose(
                document.name, "refused", f"{document.name}: the model refused ({' '.join(reply.refusal.split())[:120] or 'filtered'})."
            )
            return None
        if reply.finish == "length":
            self.tally.lose(
                document.name, "cut", f"{document.name}: the answer was cut at the model's limit of tokens; raise the limit there."
            )
            return None
        items = _parsed(reply.content)
        if items is None:
            self.tally.lose(document.name, "malformed", f"{document.name}: the answer is not the JSON that was asked for.")
        return items

    def _gate(self, document: Document, offset: int, items: list[dict[str, Any]]) -> Iterator[Finding]:
        """The items whose quote is verbatim, short enough, and outside background; the rest is counted and named."""
        for one in items:
            quote = one.get("quote")
            place = verbatim(document.text, quote, offset) if isinstance(quote, str) else None
            section = document.section_at(place.start) if place else None
            if place is None:
                self.tally.lose(document.name, "not verbatim", f"{document.name}: {str(quote)[:80]!r} is not in the text.")
            elif one.get("kind") not in KINDS:
                self.tally.lose(document.name, "no kind", f"{document.name}: {str(one.get('kind'))[:40]!r} is no kind of finding.")
            elif len(document.text[place.start : place.end].split()) > MOST_WORDS:
                self.tally.lose(document.name, "too long", f"{document.name}: a quote has more than {MOST_WORDS} words.")
            elif section and section.role in SILENT:
                self.tally.add("in background")
            else:
                self.tally.add("findings")
                yield self._finding(document, one, place.start, place.end, section.role if section else "")

    def _finding(self, document: Document, one: dict[str, Any], start: int, end: int, section: str) -> Finding:
        def people(name: str) -> tuple[str, ...]:
            said = one.get(name)
            return tuple(dict.fromkeys(who for who in said if who in self.people)) if isinstance(said, list) else ()

        return Finding(
            kind=one["kind"], quote=document.text[start:end], start=start, end=end, document=document.sha256, section=section,
            role=_of(one, "role", ROLES) or "unstructured", basis=_of(one, "basis", BASES), perspective=people("perspective"),
            stakeholders=people("stakeholders"), addressee=people("addressee"), stated_level=_of(one, "level", LEVELS),
            extractor=self.name, confidence=CONFIDENCE, checked="abstract",
        )  # fmt: skip


@cache
def prompt(name: str = PROMPT) -> str:
    """A prompt of `kg/findings/prompts`."""
    return (Path(__file__).parents[1] / "prompts" / f"{name}.md").read_text(encoding="utf-8")


def schema(people: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer; `people` are the names perspective, stakeholders and addressee may hold."""
    who = {"type": "array", "items": {"type": "string", "enum": list(people)} if people else {"type": "string"}}
    fields: dict[str, Any] = {
        "quote": {"type": "string"},
        "kind": {"type": "string", "enum": list(KINDS)},
        "role": {"type": "string", "enum": list(ROLES)},
        "basis": {"type": "string", "enum": [one for one in BASES if one != "background-claim"]},
        "perspective": who,
        "stakeholders": who,
        "addressee": who,
        "level": {"type": "string", "enum": ["", *LEVELS]},
    }
    item = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    findings = {"type": "array", "items": item}
    return {"type": "object", "properties": {"findings": findings}, "required": ["findings"], "additionalProperties": False}


def pieces(text: str) -> list[tuple[int, str]]:
    """A text in pieces of at most `PIECE` characters, cut after a paragraph, a line or a word, with the offset of each."""
    found = []
    start = 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            cuts = (text.rfind(mark, start + PIECE // 2, end) for mark in ("\n\n", "\n", " "))
            end = next((cut for cut in cuts if cut > 0), end)
        if text[start:end].strip():
            found.append((start, text[start:end]))
        start = end
    return found


def _of(one: dict[str, Any], name: str, words: Sequence[str]) -> str:
    said = one.get(name)
    return said if isinstance(said, str) and said in words else ""


def _parsed(content: str) -> list[dict[str, Any]] | None:
    """The items of an answer's words; None when they are not the JSON that was asked for."""
    try:
        items = json.loads(_bare(content))["findings"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return items if isinstance(items, list) and all(isinstance(one, dict) for one in items) else None


def _usable(reply: Reply) -> bool:
    """Whether there is no need to ask again: findings, or a plain no."""
    return bool(reply.refusal) or reply.finish == "content_filter" or _parsed(reply.content) is not None


def _bare(content: str) -> str:
    """The content without the code fence some models put around JSON."""
    content = content.strip()
    if content.startswith("```"):
        content = content.partition("\n")[2].rpartition("```")[0]
    return content


def _distinct(found: list[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places, each once."""
    return tuple(sorted({one.id: one for one in found}.values(), key=lambda one: (one.start, one.end, one.kind)))
