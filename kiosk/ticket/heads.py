"""Names by how they begin, for a list that is long: few groups, each short. Pure.

A name is its characters, or its words. Groups that are too large are parted further where they
differ next, as long as there is room for more keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Name = tuple[str, ...]
Group = tuple[int, ...]  # places of its names

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
    groups = _split(tuple(range(len(names))), names)
    while len(largest := max(groups, key=len)) > few:
        finer, at = _split(largest, names), groups.index(largest)
        if len(finer) == 1 or len(groups) - 1 + len(finer) > most:
            break
        groups = (*groups[:at], *finer, *groups[at + 1 :])
    return groups


def heads(
    names: Sequence[Name], groups: Sequence[Group], between: str, least: int
) -> tuple[Beginning, ...]:
    """Each group with what tells it from the others, of at least so many parts if all its names
    have them."""
    begins = common(names)
    return tuple(
        Beginning(_label([names[each] for each in group], names, begins, between, least), group)
        for group in groups
    )


def _split(group: Group, names: Sequence[Name]) -> tuple[Group, ...]:
    """By the first part in which they differ; names that are the same stay together."""
    at = common([names[each] for each in group])
    found: dict[str, list[int]] = {}
    for each in group:
        found.setdefault("".join(names[each][at : at + 1]), []).append(each)
    return tuple(map(tuple, found.values()))


def _label(
    theirs: Sequence[Name], names: Sequence[Name], begins: int, between: str, least: int
) -> str:
    alike = common(theirs)
    others = [each for each in names if each not in theirs]
    apart = 1 + max((_alike(theirs[0], each) for each in others), default=begins)
    parts = theirs[0][begins : max(apart, min(begins + least, alike))]
    label, wide = between.join(parts), _WIDE[between]
    if len(label) <= wide or len(parts) == 1:
        return label
    return "…" + (label[-wide + 1 :] if not between else parts[-1])
