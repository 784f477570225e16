"""Ids: what each kind looks like. The only place that makes one or takes one apart.

20261122-A007       a ticket: the business day and the number
20261122-A007.1     its first visit: a transfer or a second call after a miss is the next
20261122-A007.1.0   the first call of that visit: a recall is the next
works/12            an item of the catalogue: the department and its number there
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, NewType

from msgspec import Meta

LONGEST = 64  # characters

# Each kind shows what it looks like: examples of messages are made from these.
TicketId = NewType("TicketId", Annotated[str, Meta(max_length=LONGEST, examples=["20260302-H012"])])
VisitId = NewType("VisitId", Annotated[str, Meta(max_length=LONGEST, examples=["20260302-H012.1"])])
CallId = NewType("CallId", Annotated[str, Meta(max_length=LONGEST, examples=["20260302-H012.1.0"])])
ItemId = NewType("ItemId", Annotated[str, Meta(max_length=LONGEST, examples=["commerce-admin/10"])])
RequestId = NewType(
    "RequestId", Annotated[str, Meta(max_length=LONGEST, examples=["9f1c7a52e0b84d0f"])]
)
StaffId = NewType(
    "StaffId", Annotated[str, Meta(max_length=LONGEST, examples=["1009"])]
)  # a staff number

NO_TICKET, NO_VISIT, NO_CALL = TicketId(""), VisitId(""), CallId("")
LAST_ORDINARY, FIRST_SPARE, LAST_NUMBER = 8999, 9001, 9999  # of a letter and day

NO_ITEM, NO_STAFF, NO_REQUEST = ItemId(""), StaffId(""), RequestId("")


def ticket_number(prefix: str, count: int) -> str:
    """`A`, 7 → `A007`; 1000 → `A1000`: never back to 001."""
    return f"{prefix}{count:03d}"


def number_parts(number: str) -> tuple[str, int]:
    """The letters of a number, and which of them it is; 0 for what is no number."""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    return letters, int(digits) if digits else 0


def is_spare(number: str) -> bool:
    """Whether a number is of a series that kiosks hold for when the ledger is away (备用号)."""
    letters, count = number_parts(number)
    whole = bool(letters) and number == ticket_number(letters, count)
    return whole and FIRST_SPARE <= count <= LAST_NUMBER


def ticket_id(day: date, number: str) -> TicketId:
    """Unique over all days."""
    return TicketId(f"{day:%Y%m%d}-{number}")


def visit_id(ticket: TicketId, count: int) -> VisitId:
    """The visit that follows from the call number `count` of a ticket; the first is 1."""
    return VisitId(f"{ticket}.{count}")


def call_id(visit: VisitId, recalls: int) -> CallId:
    """The call of a visit after so many recalls."""
    return CallId(f"{visit}.{recalls}")


def day_of(visit: VisitId) -> date | None:
    """The business day of the ticket a visit belongs to; None for what is no visit."""
    day, dash, rest = visit.partition("-")
    try:
        return date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}") if dash and rest else None
    except ValueError:
        return None


def recalls_of(call: CallId) -> int | None:
    """After how many recalls this call was made; None for what is no call."""
    recalls = call.rpartition(".")[2]
    return int(recalls) if recalls.isascii() and recalls.isdecimal() else None


def visit_of(call: CallId) -> VisitId:
    """The visit a call leads to; `NO_VISIT` for what is no call."""
    return VisitId(call.rpartition(".")[0])


def ticket_of(visit: VisitId) -> TicketId:
    """The ticket a visit belongs to; `NO_TICKET` for what is no visit."""
    return TicketId(visit.rpartition(".")[0])


def item_id(department: str, number: int) -> ItemId:
    """Unique over all departments."""
    return ItemId(f"{department}/{number}")


def item_parts(item: ItemId) -> tuple[str, int] | None:
    """Department and number; None for what is no item's id."""
    department, slash, number = item.partition("/")
    return (department, int(number)) if slash and number.isdecimal() else None


def following(request: RequestId, what: str) -> RequestId:
    """The id of the request that follows from another: said again, it is still the same."""
    return RequestId(f"{request}-{what}")
