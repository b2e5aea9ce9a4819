"""evidence-kg: `import kg; g = kg.open("myreview")` opens a review's graph for questions; all else is the command `kg`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.answers.ask import open  # noqa: A004

__all__ = ["open"]


def __getattr__(name: str) -> Any:
    """Load the public face when it is first used, so that `import kg` costs nothing."""
    if name == "open":
        from kg.answers.ask import open  # noqa: A004

        return open
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
