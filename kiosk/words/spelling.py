"""How a name may be typed: pinyin initials (`gsyy`), whole or half syllables (`gongsh`), letters
and digits of the name, Chinese characters. Pure and deterministic.

Polyphonic characters are found by each reading that pypinyin gives them in their word. Marks,
brackets, blanks and widths make no difference (`broker.domain.text.matching`), ü is typed as v or
as u, and 的 may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from broker.domain.text.matching import letters, signs

Mark = tuple[int, int]  # first character of the text and the one after the last
Options = tuple[str, ...]  # how one character may be typed; itself comes first

LEFT_OUT = "的"  # most people do not type its initial
LONGEST_READING = 6  # zhuang, chuang, shuang


class Spelling(Struct, frozen=True):
    """How a name may be typed: `options` of each letter, figure and character, and the `places`
    where they stand in the name."""

    options: tuple[Options, ...]
    places: tuple[int, ...]


def typed(text: str) -> str:
    """What was meant by `text`: its letters and figures, in one form."""
    return letters(text)


def spelt(name: str, options: Iterable[Options]) -> Spelling:
    """The spelling of a name whose options are known."""
    places = tuple(each.place for each in signs(name) if each.char.isalnum())
    return Spelling(tuple(options), places)


def spelling(name: str) -> Spelling:
    """How a name may be typed. The first call loads pypinyin's dictionary (half a second on a
    small machine): have a worker make it."""
    from pypinyin import Style, pinyin

    plain = "".join(each.char for each in signs(name))  # marks keep words apart
    readings = pinyin(
        plain,
        style=Style.NORMAL,
        heteronym=True,
        errors=list,  # type: ignore[arg-type]  # its stub forgets that a list is taken as well
    )
    found = (
        tuple(dict.fromkeys((character, *_keys(reading))))
        for character, reading in zip(plain, readings, strict=True)
        if character.isalnum()
    )
    return spelt(name, found)


def _keys(readings: Iterable[str]) -> Iterator[str]:
    """The readings as keyboards have them: ü is v, or u."""
    for each in readings:
        yield each.replace("ü", "v")
        if "ü" in each or (each[:1] in "ln" and each[1:2] == "v"):
            yield each.replace("ü", "u").replace("v", "u")


def mark(name: Spelling, wanted: str) -> Mark | None:
    """Where `wanted` first matches; None where it does not."""
    for start in range(len(name.options)):
        end = _longest(name.options, start, wanted)
        if end is not None:
            return name.places[start], name.places[end - 1] + 1
    return None


def _longest(options: tuple[Options, ...], at: int, wanted: str) -> int | None:
    """Where a match of all of `wanted` from character `at` on ends."""
    if not wanted:
        return at
    if at == len(options):
        return None
    for eaten in _bites(options[at], wanted):
        end = _after(options, at + 1, wanted[eaten:])
        if end is not None:
            return end
    return None


def _after(options: tuple[Options, ...], at: int, wanted: str) -> int | None:
    """The same in the middle of a name, where one 的 may be left out."""
    end = _longest(options, at, wanted)
    if end is None and at < len(options) and options[at][0] == LEFT_OUT:
        end = _longest(options, at + 1, wanted)
    return end


def _bites(spelling: Options, wanted: str) -> Iterator[int]:
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
