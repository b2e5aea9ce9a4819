"""Our own record format: JSON lines, the first line `{"format": "evidence-kg records", "version": 1}`, then a record a line.

For facts that a person wrote down, or that may be shared where the texts may not.
"""

import json

import cattrs

from harvest.errors import BadIdentifier
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".records.jsonl",)
MARK = "evidence-kg records"


def recognises(head: bytes, name: str) -> int:
    """Only our own first line counts."""
    return 100 if MARK.encode() in head.split(b"\n", 1)[0] else 0


def read(data: bytes, name: str) -> Reading:
    """Read every line; a line that is no record is a refusal."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if number == 1 or not line.strip():
            continue
        try:
            records.append(Record.from_json(json.loads(line)))
        except (json.JSONDecodeError, cattrs.BaseValidationError, BadIdentifier) as wrong:
            refusals.append(Refusal(f"line {number}", f"not a record: {wrong}", line[:2000]))
    return Reading("facts", tuple(records), tuple(refusals))


def write(records: list[Record]) -> bytes:
    """The bytes `read` reads; keys sorted, so equal records give equal bytes."""
    lines = [json.dumps({"format": MARK, "version": 1})]
    lines += [json.dumps(record.to_json(), ensure_ascii=False, sort_keys=True) for record in records]
    return ("\n".join(lines) + "\n").encode()
