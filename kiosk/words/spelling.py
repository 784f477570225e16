"""How a name may be typed: pinyin initials (`gsyy`), whole or half syllables (`gongsh`), letters
and digits of the name, Chinese characters. Pure and deterministic.

Polyphonic characters are found by each reading that pypinyin gives them in their word.
"""

from __future__ import annotations

from collections.abc import Iterator

Mark = tuple[int, int]  # first character and the one after the last
Spellings = tuple[tuple[str, ...], ...]  # of each character of a name


def typed(text: str) -> str:
    """What was meant by `text`, without blanks and capitals."""
    return "".join(text.lower().split())


def spellings(name: str) -> Spellings:
    """How each character of a name may be typed. The first call loads pypinyin's dictionary (half
    a second on a small machine): have a worker make it."""
    from pypinyin import Style, pinyin

    plain = name.lower()
    readings = pinyin(
        plain,
        style=Style.NORMAL,
        heteronym=True,
        errors=list,  # type: ignore[arg-type]  # its stub forgets that a list is taken as well
    )
    return tuple(
        tuple(dict.fromkeys((character, *(each.replace("ü", "v") for each in reading))))
        for character, reading in zip(plain, readings, strict=True)
    )


def mark(name: Spellings, wanted: str) -> Mark | None:
    """Where `wanted` first matches; None where it does not."""
    for start in range(len(name)):
        end = _longest(name, start, wanted)
        if end is not None:
            return start, end
    return None


def _longest(spellings: Spellings, at: int, wanted: str) -> int | None:
    """Where a match of all of `wanted` from character `at` on ends."""
    if not wanted:
        return at
    if at == len(spellings):
        return None
    for eaten in _bites(spellings[at], wanted):
        end = _longest(spellings, at + 1, wanted[eaten:])
        if end is not None:
            return end
    return None


def _bites(spelling: tuple[str, ...], wanted: str) -> Iterator[int]:
    """How much of `wanted` one character can stand for: a whole reading, the beginning of one
    if that is all there is, or its initial (`sh` as well as `s`)."""
    for reading in spelling:
        if wanted.startswith(reading):
            yield len(reading)
        elif reading.startswith(wanted):
            yield len(wanted)
    for reading in spelling:
        if len(reading) > 1 and wanted[0] == reading[0]:
            if reading[1:2] == "h" and wanted[1:2] == "h":
                yield 2
            yield 1
