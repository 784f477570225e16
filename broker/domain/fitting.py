"""What a sender says, made to stand in a field of a request. Pure.

A request that breaks a limit is refused whole at the ledger's door: a call that no display showed
went unreported because a port's name under /dev/serial/by-id is long. So free text is cut where
requests leave, all fields alike, as their annotations say, and what machines put into it (an
error's line ends) is made safe. An id is never touched: it would be another.

What others send is not mended: `flawed` says at the door what cannot be taken.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar, get_args, get_type_hints

from msgspec import Meta
from msgspec.structs import replace

from broker.domain.base import Request, Sentence, Word
from broker.domain.text.judging import flaw, safe, says_something

R = TypeVar("R", bound=Request)


def fitted(request: R) -> R:
    """The same request; words and sentences that are too long end earlier, and are safe."""
    said = {name: (getattr(request, name), most) for name, most in _longest(type(request)).items()}
    fits = {name: _made(text, most) for name, (text, most) in said.items()}
    mended = {name: text for name, text in fits.items() if text != said[name][0]}
    return replace(request, **mended) if mended else request


def _made(text: str, most: int) -> str:
    made = safe(text)[:most]
    return made if says_something(made) else ""


def flawed(request: Request) -> str:
    """The first text of a request that cannot stand, with its place and why; "" where all can."""
    for name in request.__struct_fields__:
        said = getattr(request, name)
        for text in said if isinstance(said, tuple) else (said,):
            if isinstance(text, str) and (found := flaw(text)):
                return f"`$.{name}` holds {found}"
    return ""


@cache
def _longest(kind: type[Request]) -> dict[str, int]:
    """The fields of free text, with how many characters they hold."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _limit(hint) for name, hint in hints.items() if hint in (Sentence, Word)}


def _limit(hint: object) -> int:
    limits = [each.max_length for each in get_args(hint) if isinstance(each, Meta)]
    assert limits[0] is not None  # noqa: S101  # both kinds have one
    return limits[0]
