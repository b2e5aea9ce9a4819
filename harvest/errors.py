"""Every error of the project, as a tree: one root, a branch for each side that can be at fault.

```
EvidenceError            catch this; str() is one sentence that says what to do
├── InputError           what the user gave us cannot be used (exit 1; usage errors exit 2 through click)
│   ├── UnreadableFile   a file that is missing, empty, binary, damaged or of an unknown format
│   └── BadIdentifier    words that are no identifier we know
├── OutsideError         a service or the network did not do its part
│   ├── Unreachable      no answer within the time and tries allowed (NoConnection: not even a connection)
│   ├── Refused          an answer that says no, and would say no again
│   └── BrokenAnswer     an answer that is cut, malformed or not what it claims to be
└── OurError             a state that our own code should never reach: please report it
```
Branches of `kg` (a broken review.toml, a quote that is not in the text, a refused query) hang below these in `kg.errors`.
"""


class EvidenceError(Exception):
    """The root of all errors raised here; its text is one sentence for the user."""


class InputError(EvidenceError):
    """What the user gave cannot be used as it is."""


class UnreadableFile(InputError):
    """A file that is missing, empty, binary, damaged or in no format we know."""


class BadIdentifier(InputError):
    """Words that are not an identifier of a scheme we know."""


class OutsideError(EvidenceError):
    """A service or the network did not do its part."""


class Unreachable(OutsideError):
    """No usable answer within the time and number of tries allowed."""


class NoConnection(Unreachable):
    """No connection to the host at all: it is not asked again in the same run."""


class Refused(OutsideError):
    """The service said no, and would say no again to the same request."""


class BrokenAnswer(OutsideError):
    """The answer is cut, malformed, or not what its status and type claim."""


class OurError(EvidenceError):
    """A state our own code should never reach; the text asks for a report."""
