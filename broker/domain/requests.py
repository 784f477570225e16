"""What may be asked of the hall, and its answer. Each topic has its own requests."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.attendance.requests import AttendanceRequest
from broker.domain.base import Moment
from broker.domain.calling.requests import CallingRequest
from broker.domain.facts import AnyFact
from broker.domain.ids import RequestId
from broker.domain.ratings.requests import RatingRequest
from broker.domain.tickets.requests import TicketRequest
from broker.domain.windows.requests import WindowRequest

AnyRequest = TicketRequest | WindowRequest | CallingRequest | RatingRequest | AttendanceRequest


class Granted(Struct, frozen=True, kw_only=True, tag="granted", tag_field="type"):
    """The request was carried out; `facts` are what was written. `request` repeats its id."""

    request: RequestId
    at: Moment
    facts: tuple[AnyFact, ...] = ()
    v: int = 1


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="type"):
    """The request was not carried out, and why, as a sentence for a person."""

    request: RequestId
    at: Moment
    code: str
    zh: str
    en: str
    v: int = 1


Answer = Granted | Refused
