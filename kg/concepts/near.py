"""The names most like what somebody typed: by the whole name and by each of its words, so that a slip in one is enough."""

from collections.abc import Mapping


def nearest(typed: str, names: Mapping[str, str], most: int = 3) -> list[str]:
    """What the likest names stand for (`names`: name -> what it stands for), each once, the likest first.

    >>> nearest("treatmnt", {"treatment-capacity": "a", "perceived effectiveness": "b", "preferences": "c"}, 1)
    ['a']
    """
    from rapidfuzz import fuzz, process, utils

    def likeness(one: str, other: str, **_: object) -> float:
        parts = other.split()
        words = max((fuzz.ratio(one, word) for word in parts), default=0.0)
        return max(fuzz.ratio(one, other), 0.95 * words - len(parts), 0.9 * fuzz.token_set_ratio(one, other) - len(parts))

    choices = {name: utils.default_process(name) for name in names}
    found = process.extract(utils.default_process(typed), choices, scorer=likeness, limit=most * 4)
    return list(dict.fromkeys(names[name] for _, _, name in found))[:most]
