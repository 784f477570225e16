"""Sets of ids that stay small over ten years. Pure.

Ten years of facts do not fit into memory, and what was given once must be known to the end. Ids end
in a running number (`20261122-A007.1.0`), so of all ids that differ in nothing else a bit for each
is kept: some thousand ids in a few hundred bytes.
"""

from __future__ import annotations

import re

_ID = re.compile(r"(.*?)([0-9]{1,5})((?:\.[0-9]+)*)", re.DOTALL)


class Ids:
    """A set of ids, exact and small."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def add(self, name: str) -> bool:
        """Whether it is new."""
        if name in self:
            return False
        stem, bit = _split(name)
        self._bits[stem] = self._bits.get(stem, 0) | bit
        return True

    def discard(self, name: str) -> bool:
        """Take it out; whether it was there."""
        if name not in self:
            return False
        stem, bit = _split(name)
        self._bits[stem] &= ~bit
        return True

    def __contains__(self, name: str) -> bool:
        stem, bit = _split(name)
        return bool(self._bits.get(stem, 0) & bit)


def _split(name: str) -> tuple[str, int]:
    """What an id has in common with its neighbours, and its bit among them."""
    parts = _ID.fullmatch(name)
    if parts is None:
        return name, 1
    stem, digits, tail = parts.groups()
    return f"{stem}\n{len(digits)}\n{tail}", 1 << int(digits)
