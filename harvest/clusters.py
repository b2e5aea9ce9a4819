"""Clusters of records that are one report, under constraints: identifiers that differ, and what people decided."""

from collections.abc import Sequence

from harvest.identifier import Identifier
from harvest.likeness import EXCLUSIVE
from harvest.record import Record


class Clusters:
    """A partition of records (by position) that grows by joins; a join that a constraint forbids is answered with the reason."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._parent = list(range(len(records)))
        self._members: dict[int, list[int]] = {at: [at] for at in range(len(records))}
        self._names: dict[int, dict[str, set[Identifier]]] = {}
        for at, record in enumerate(records):
            names = self._names.setdefault(at, {})
            for one in record.identifiers:
                if one.scheme in EXCLUSIVE:
                    names.setdefault(one.scheme, set()).add(one)
        self._apart: dict[int, set[int]] = {}

    def find(self, at: int) -> int:
        """The smallest position in the cluster of a record."""
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def keep_apart(self, left: int, right: int) -> None:
        """Forbid that two records ever come into one cluster."""
        self._apart.setdefault(left, set()).add(right)
        self._apart.setdefault(right, set()).add(left)

    def obstacle(self, left: int, right: int) -> str:
        """Why two clusters cannot be joined: `person`, or the scheme whose values differ; nothing when they can."""
        left, right = self.find(left), self.find(right)
        if self.parted(left, right):
            return "person"
        for scheme, values in self._names[left].items():
            others = self._names[right].get(scheme)
            if others and not values & others:
                return scheme
        return ""

    def parted(self, left: int, right: int) -> bool:
        """Whether a person keeps a record of one cluster apart from a record of the other."""
        if not self._apart:
            return False
        inside = set(self._members[self.find(right)])
        return any(self._apart.get(at, set()) & inside for at in self._members[self.find(left)])

    def values(self, at: int, scheme: str) -> str:
        """The values of one scheme in a cluster, as words."""
        return ", ".join(sorted(one.value for one in self._names[self.find(at)].get(scheme, ())))

    def join(self, left: int, right: int) -> bool:
        """Make one cluster of two; false when they are one already. Constraints are the caller's to ask for."""
        left, right = sorted((self.find(left), self.find(right)))
        if left == right:
            return False
        self._parent[right] = left
        self._members[left] += self._members.pop(right)
        names = self._names[left]
        for scheme, values in self._names.pop(right).items():
            names.setdefault(scheme, set()).update(values)
        return True

    def groups(self) -> list[list[int]]:
        """All clusters, members sorted, in order of their first member."""
        return [sorted(self._members[at]) for at in sorted(self._members)]
