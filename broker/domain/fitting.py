"""What a sender says, cut to what a field of a request may hold. Pure.

A request that breaks a limit is refused whole at the ledger's door: a call that no display showed
went unreported because a port's name under /dev/serial/by-id is long. So free text is cut where
requests leave, all fields alike, as their annotations say. An id is never cut: it would be another.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar, get_args, get_type_hints

from msgspec import Meta
from msgspec.structs import replace

from broker.domain.base import Request, Sentence, Word

R = TypeVar("R", bound=Request)


def fitted(request: R) -> R:
    """The same request; words and sentences that are too long end earlier."""
    longest = _longest(type(request))
    said = {name: getattr(request, name) for name in longest}
    cut = {name: text[: longest[name]] for name, text in said.items() if len(text) > longest[name]}
    return replace(request, **cut) if cut else request


@cache
def _longest(kind: type[Request]) -> dict[str, int]:
    """The fields of free text, with how many characters they hold."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _limit(hint) for name, hint in hints.items() if hint in (Sentence, Word)}


def _limit(hint: object) -> int:
    limits = [each.max_length for each in get_args(hint) if isinstance(each, Meta)]
    assert limits[0] is not None  # noqa: S101  # both kinds have one
    return limits[0]
