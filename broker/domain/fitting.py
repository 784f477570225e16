"""What a sender says, made to stand in a field of a request or message. Pure.

A request that breaks a limit is refused whole at the ledger's door: a call that no display showed
went unreported because a port's name under /dev/serial/by-id is long. So free text is cut where
requests leave, all fields alike, as their annotations say, and what machines put into it (an
error's line ends) is made safe. An id is never touched: it would be another. A time of a year that
nobody can reckon with, as a clock gone mad tells it, becomes the nearest that can: a punch that is
unreadable would be lost, and the alert about that clock unheard. Such a punch says that it is in
doubt.

What others send is not mended: `flawed` says at the door what cannot be taken.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TypeVar, get_args, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import replace

from broker.domain.base import Sentence, Word
from broker.domain.reckoning import FIRST_YEAR, LAST_YEAR, is_reckonable, reckonable
from broker.domain.text.judging import flaw, safe, says_something
from broker.domain.text.kinds import Place, Said, Written

S = TypeVar("S", bound=Struct)

_FREE = (Sentence, Word, Said, Place, Written)


def fitted(message: S) -> S:
    """The same; words and sentences that are too long end earlier, and are safe, and times are of
    years that can be reckoned with."""
    message = _dated(message)
    said = {name: (getattr(message, name), most) for name, most in _longest(type(message)).items()}
    fits = {name: _made(text, most) for name, (text, most) in said.items()}
    mended = {name: text for name, text in fits.items() if text != said[name][0]}
    return replace(message, **mended) if mended else message


def _dated(message: S) -> S:
    moved = {name: _moved(getattr(message, name)) for name in message.__struct_fields__}
    moved = {name: made for name, made in moved.items() if made is not getattr(message, name)}
    if moved and "doubted" in message.__struct_fields__:
        moved["doubted"] = True
    return replace(message, **moved) if moved else message


def _moved(said: object) -> object:
    """What is said, with every time in it moved; the same object where none had to be."""
    if isinstance(said, date):
        return reckonable(said)
    if isinstance(said, Struct):
        return _dated(said)
    if isinstance(said, tuple):
        made = tuple(map(_moved, said))
        return said if all(new is old for new, old in zip(made, said, strict=True)) else made
    return said


def _made(text: str, most: int) -> str:
    made = safe(text)[:most]
    return made if says_something(made) else ""


def flawed(message: Struct, place: str = "$") -> str:
    """The first text or time that cannot stand, with its place and why; "" where all can."""
    for name in message.__struct_fields__:
        said = getattr(message, name)
        for each in said if isinstance(said, tuple) else (said,):
            if isinstance(each, str) and (found := flaw(each)):
                return f"`{place}.{name}` holds {found}"
            if isinstance(each, date) and not is_reckonable(each):
                return f"`{place}.{name}` is of no year from {FIRST_YEAR} to {LAST_YEAR}"
            if isinstance(each, Struct) and (found := flawed(each, f"{place}.{name}")):
                return found
    return ""


@cache
def _longest(kind: type[Struct]) -> dict[str, int]:
    """The fields of free text, with how many characters they hold."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _limit(hint) for name, hint in hints.items() if hint in _FREE}


def _limit(hint: object) -> int:
    limits = [each.max_length for each in get_args(hint) if isinstance(each, Meta)]
    assert limits[0] is not None  # noqa: S101  # both kinds have one
    return limits[0]
