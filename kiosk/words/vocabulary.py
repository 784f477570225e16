"""The words of a catalogue: what people call its items, and what its names have in common. Pure.

Chinese is written without gaps. Two to four characters that stand side by side in several names are
taken for a word where their neighbours change (accessor variety), unless they nearly always are a
part of a longer one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

_APART = re.compile(r"[^\u3400-\u9fff]+|[的和及或与由在向对为其]")
_SHORTEST, _LONGEST = 2, 4
_LEAST = 4  # times it stands there
_FREE = 3  # different characters before it, and behind it; the end of a name is one each time
_PART = 0.7  # of the times it stands there, a longer word does


def vocabulary(called: Iterable[str], names: Sequence[str]) -> tuple[str, ...]:
    """What people call the items, in its order, then words of the names, the commonest first."""
    return tuple(dict.fromkeys((*called, *_common(names))))


def _common(names: Sequence[str]) -> list[str]:
    counts: Counter[str] = Counter()
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for nth, name in enumerate(names):
        for chunk in _APART.split(name):
            for piece, before, behind in _pieces(chunk):
                counts[piece] += 1
                sides[piece][0].add(before or str(nth))
                sides[piece][1].add(behind or str(nth))
    free = {
        piece: count
        for piece, count in counts.items()
        if count >= _LEAST and min(map(len, sides[piece])) >= _FREE
    }
    longer: Counter[str] = Counter()
    for piece, count in free.items():
        for part, _, _ in _pieces(piece):
            if part != piece:
                longer[part] = max(longer[part], count)
    words = [piece for piece, count in free.items() if longer[piece] < _PART * count]
    return sorted(words, key=lambda each: (-free[each] * (len(each) - 1), each))


def _pieces(chunk: str) -> Iterator[tuple[str, str, str]]:
    """Two to four characters, the one before them and the one behind."""
    for size in range(_SHORTEST, _LONGEST + 1):
        for at in range(len(chunk) - size + 1):
            end = at + size
            yield chunk[at:end], chunk[at - 1 : at] if at else "", chunk[end : end + 1]
