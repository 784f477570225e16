"""Names by how they begin, for a list that is long: few groups, each short. Pure.

A name is its characters, or its words. Groups that are too large are parted further where they
differ next, as long as there is room for more keys. A department may have thousands of names, so
nothing here compares each with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from operator import itemgetter

from msgspec import Struct

Name = tuple[str, ...]
Group = tuple[int, ...]  # places of its names

_Sized = tuple[int, tuple[int, ...], Group]  # less its size, its place among the groups, and it
_WIDE = {"": 4, " ": 16}  # letters of a label, by what stands between the parts of a name


class Beginning(Struct, frozen=True):
    """How the names at `places` begin, after what all names have in common."""

    label: str
    places: Group


def common(names: Sequence[Name]) -> int:
    """How many parts all names begin with alike: as many as the first and the last of them do,
    were they sorted."""
    return _alike(min(names), max(names))


def _alike(one: Name, other: Name) -> int:
    """How many parts two names begin with alike."""
    for nth, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there:
            return nth
    return min(len(one), len(other))


def parted(names: Sequence[Name], most: int, few: int) -> tuple[Group, ...]:
    """All names, in groups of at most `few` as far as `most` groups allow."""
    first = _split(tuple(range(len(names))), names)
    groups: list[_Sized] = [(-len(group), (nth,), group) for nth, group in enumerate(first)]
    heapify(groups)  # the largest, of these the first
    while -groups[0][0] > few:
        _, place, largest = groups[0]
        finer = _split(largest, names)
        if len(finer) == 1 or len(groups) - 1 + len(finer) > most:
            break
        heappop(groups)
        for nth, group in enumerate(finer):
            heappush(groups, (-len(group), (*place, nth), group))
    return tuple(group for _, _, group in sorted(groups, key=itemgetter(1)))


def finished(names: Sequence[Name], groups: Sequence[Group], few: int) -> bool:
    """Whether `parted` stopped for want of names that differ, not of room for more groups."""
    largest = max(groups, key=len)
    return len(largest) <= few or len(_split(largest, names)) == 1


def heads(
    names: Sequence[Name], groups: Sequence[Group], between: str, least: int
) -> tuple[Beginning, ...]:
    """Each group that `parted` made, with what tells it from the others, of at least so many parts
    if all its names have them."""
    begins = common(names)
    order = sorted(range(len(names)), key=names.__getitem__)
    ranks = {each: rank for rank, each in enumerate(order)}
    found = []
    for group in groups:
        beside = _beside(group, names, order, ranks)
        apart = 1 + max((_alike(names[group[0]], each) for each in beside), default=begins)
        label = _label([names[each] for each in group], apart, begins, between, least)
        found.append(Beginning(label, group))
    return tuple(found)


def _beside(
    group: Group, names: Sequence[Name], order: Sequence[int], ranks: Mapping[int, int]
) -> Iterator[Name]:
    """The two names that stand beside the group in the order of all: no other has more in common
    with it."""
    places = [ranks[each] for each in group]
    for beside in (min(places) - 1, max(places) + 1):
        if 0 <= beside < len(order):
            yield names[order[beside]]


def _split(group: Group, names: Sequence[Name]) -> tuple[Group, ...]:
    """By the first part in which they differ; names that are the same stay together."""
    at = common([names[each] for each in group])
    found: dict[str, list[int]] = {}
    for each in group:
        found.setdefault("".join(names[each][at : at + 1]), []).append(each)
    return tuple(map(tuple, found.values()))


def _label(theirs: Sequence[Name], apart: int, begins: int, between: str, least: int) -> str:
    alike = common(theirs)
    parts = theirs[0][begins : max(apart, min(begins + least, alike))]
    label, wide = between.join(parts), _WIDE[between]
    if len(label) <= wide or len(parts) == 1:
        return label
    return "…" + (label[-wide + 1 :] if not between else parts[-1])
