"""What every fact and every request is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.ids import LONGEST, RequestId
from broker.domain.text.kinds import Sentence, Word

__all__ = [
    "MOST",
    "Count",
    "Fact",
    "Moment",
    "Request",
    "Seconds",
    "Sentence",
    "Session",
    "Word",
    "kebab",
]

Moment = Annotated[datetime, Meta(tz=True)]  # without an offset it would be nobody's time
Session = Annotated[str, Meta(max_length=LONGEST)]
MOST = 2**31 - 1  # of a number in a state: no screen holds a larger one
Count = Annotated[int, Meta(ge=0, le=MOST)]
Seconds = Annotated[float, Meta(ge=0.0, le=MOST)]


def kebab(name: str) -> str:
    """`TicketCalled` → `ticket-called`: the tag of a fact or request on the wire."""
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")


class Fact(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all facts: what happened, in the past tense."""


class Request(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all requests. `source` names the device or screen that asks (`kiosk-1`).

    `id` makes a request idempotent: sent again, it gets the stored answer and changes nothing.
    One press, one touch, one finger: one id. `session` is what the ledger gave the screen of staff
    where somebody signed in; elsewhere it is empty.
    """

    id: Annotated[RequestId, Meta(min_length=8)]
    at: Moment
    source: Word
    session: Session = ""
    v: int = 1
