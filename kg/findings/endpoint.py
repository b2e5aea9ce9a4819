"""A language model behind an OpenAI-compatible endpoint: asked politely, answered once, every answer archived and replayable.

Protocol: POST {address}/chat/completions with `response_format` json_schema (https://platform.openai.com/docs/api-reference/chat).
The key travels in the header only; it is never stored, logged or shown.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harvest.archive import Archive
from harvest.errors import BrokenAnswer, InputError, Refused, Unreachable

#: Answers that may be better the next time.
AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}
#: Tries of one request, longest wait between two (seconds), longest answer read (bytes).
TRIES, LONGEST_WAIT, MOST_BYTES = 4, 60.0, 8_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered: its words, its refusal, why it ended, the tokens it took, and whether the archive had it already."""

    content: str
    refusal: str = ""
    finish: str = "stop"
    tokens_in: int = 0
    tokens_out: int = 0
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers and what a million of its tokens cost (0: not known), in whatever currency the user counts."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    price_in: float = 0.0
    price_out: float = 0.0
    seconds: float = 120.0

    @classmethod
    def of(cls, environment: Mapping[str, str], table: Mapping[str, Any]) -> "Endpoint":
        """The endpoint the environment (`KG_LLM_URL`, `KG_LLM_MODEL`, `KG_LLM_KEY`) or review.toml [llm] names; raises `InputError`."""
        address = environment.get("KG_LLM_URL") or str(table.get("url", ""))
        model = environment.get("KG_LLM_MODEL") or str(table.get("model", ""))
        if "key" in table:
            raise InputError("review.toml must not hold a key; take it out of [llm] and set it in the environment as KG_LLM_KEY.")
        if not address or not model:
            raise InputError(
                "No language model is set; give its address and name as KG_LLM_URL and KG_LLM_MODEL, or in review.toml as [llm] url, model."
            )
        if not address.startswith(("http://", "https://")):
            raise InputError(f"{address!r} is not the address of a language model; write it like http://localhost:8000/v1.")
        prices = [_number(table, name) for name in ("price_in", "price_out", "seconds")]
        return cls(address.rstrip("/"), model, environment.get("KG_LLM_KEY", ""), prices[0], prices[1], prices[2] or 120.0)

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """The price of some tokens."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def body(self, prompt: str, text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The request for one text."""
        return {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": f"<<<TEXT\n{text}\nTEXT>>>"}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "findings", "strict": True, "schema": schema}},
        }

    def name_of(self, body: Mapping[str, Any]) -> str:
        """The address a request is archived under: the same request has the same one."""
        digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return f"{self.address}/chat/completions?request={digest}"

    def ask(
        self, body: Mapping[str, Any], archive: Archive, sleep: Callable[[float], None], usable: Callable[[Reply], bool] = bool
    ) -> Reply:
        """The reply to a request, from the archive where it is there; one that is not `usable` is asked for again the next time.

        Raises `Refused` (the endpoint says no to key, model or address), `Unreachable` (no answer in all tries) or `BrokenAnswer`
        (an answer that is not of the protocol; it is kept as such, and asked for again the next time).
        """
        name = self.name_of(body)
        kept = archive.find(name)
        if kept is not None:
            return _reply(kept.body(), self.address, replayed=True)
        data = self._post(body, sleep)
        try:
            reply = _reply(data, self.address)
        except BrokenAnswer as wrong:
            archive.keep(data, address=name, kind="broken", source="llm", why=str(wrong), media="application/json")
            raise
        whole = reply.finish != "length" and usable(reply)
        archive.keep(
            data, address=name, kind="http" if whole else "broken", source="llm", why="" if whole else "unusable", media="application/json"
        )
        return reply

    def _post(self, body: Mapping[str, Any], sleep: Callable[[float], None]) -> bytes:
        import requests

        said = "no answer"
        for number in range(TRIES):
            try:
                status, headers, data = self._once(requests, body)
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as wrong:
                said, wait = type(wrong).__name__, 2.0**number
            except requests.RequestException as wrong:
                raise Refused(f"{self.address} cannot be asked ({type(wrong).__name__}); check KG_LLM_URL.") from wrong
            else:
                if status == 200:
                    return data
                if (less := _simpler(body, status, data)) is not body:
                    body, said, wait = less, str(status), 0.0
                    continue
                if status not in AGAIN:
                    raise Refused(f"{self.address} says no ({status}: {_why(data)}); check KG_LLM_KEY and the model {self.model!r}.")
                said, wait = str(status), _wait(headers, number)
            if number + 1 < TRIES:
                sleep(min(wait, LONGEST_WAIT))
        raise Unreachable(f"{self.address} gave no answer in {TRIES} tries (last: {said}); try again later: what was answered is kept.")

    def _once(self, requests: Any, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and bytes of one try; redirects are not followed, for they would carry the key elsewhere."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        with requests.post(
            f"{self.address}/chat/completions", json=body, headers=headers, timeout=(10, self.seconds), stream=True, allow_redirects=False
        ) as answer:
            data = b""
            for piece in answer.iter_content(65_536):
                data += piece
                if len(data) > MOST_BYTES:
                    return 200, {}, data
            return answer.status_code, answer.headers, data


def _simpler(body: Mapping[str, Any], status: int, data: bytes) -> Mapping[str, Any]:
    """The request without what a server says it does not take: the schema (then written into the prompt) or the temperature."""
    if status not in (400, 422):
        return body
    if "response_format" in body and b"response_format" in data:
        shape = json.dumps(body["response_format"]["json_schema"]["schema"], ensure_ascii=False)
        first, *others = body["messages"]
        told = {**first, "content": f"{first['content']}\nAnswer with JSON only, of this JSON schema: {shape}\n"}
        return {**{name: value for name, value in body.items() if name != "response_format"}, "messages": [told, *others]}
    if "temperature" in body and b"temperature" in data:
        return {name: value for name, value in body.items() if name != "temperature"}
    return body


def _reply(data: bytes, address: str, replayed: bool = False) -> Reply:
    try:
        answer = json.loads(data)
        choice = answer["choices"][0]
        message = choice["message"]
        usage = answer.get("usage") or {}
        return Reply(
            str(message.get("content") or ""), str(message.get("refusal") or ""), str(choice.get("finish_reason") or "stop"),
            int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0), replayed,
        )  # fmt: skip
    except (ValueError, LookupError, TypeError, AttributeError) as wrong:
        raise BrokenAnswer(f"{address} answered something that is not of the chat protocol ({type(wrong).__name__}).") from wrong


def _wait(headers: Mapping[str, str], number: int) -> float:
    """Seconds to wait: what the server asks for, else longer each time."""
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.replace(".", "", 1).isdigit() else 2.0**number


def _why(data: bytes) -> str:
    """What a refusal says, on one line and short."""
    return " ".join(data[:400].decode("utf-8", "replace").split())[:160]


def _number(table: Mapping[str, Any], name: str) -> float:
    value = table.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise InputError(f"review.toml: [llm] {name} must be a number of 0 or more, not {value!r}.")
    return float(value)
