"""Pinyin as many people say it: z for zh, n for l, an for ang. Which sounds are taken for each
other is policy, here as data. Pure."""

from __future__ import annotations

from kiosk.words.spelling import Spelling

INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def sounds(piece: str) -> tuple[str, ...]:
    """`piece` and all that it may stand for, itself first. A piece is a syllable, or its
    beginning."""
    if not (piece.isascii() and piece.isalpha()):
        return (piece,)
    begun = _begun(piece)
    return tuple(dict.fromkeys(a + b for a, rest in begun for b in _ended(rest)))


def fuzzed(name: Spelling) -> Spelling:
    """A name that may be typed by any of these."""
    options = (
        (each[0], *dict.fromkeys(sound for reading in each[1:] for sound in sounds(reading)))
        for each in name.options
    )
    return Spelling(tuple(options), name.places)


def _begun(piece: str) -> list[tuple[str, str]]:
    """Each initial it may have, with what follows."""
    for pair in INITIALS:
        for here, there in (pair, pair[::-1]):
            if piece.startswith(here):
                rest = piece[len(here) :]
                return [(here, rest), (there, rest)]
    return [("", piece)]


def _ended(rest: str) -> list[str]:
    """Each final it may have."""
    for pair in FINALS:
        for here, there in (pair, pair[::-1]):
            if rest.endswith(here):
                stem = rest[: -len(here)]
                return [stem + here, stem + there]
    return [rest]
