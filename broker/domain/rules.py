"""The rules: a request and the floor in, facts or a refusal out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec.inspect import DateTimeType, StructType, Type, UnionType, type_info

from broker.domain.attendance import rules as attendance
from broker.domain.attendance.requests import RecordPunch
from broker.domain.base import Request
from broker.domain.calling import rules as calling
from broker.domain.desks import rules as desks
from broker.domain.enrolment import rules as enrolment
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ground import OUTLIVED
from broker.domain.opinions import rules as opinions
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.projection import is_new_day
from broker.domain.ratings import rules as ratings
from broker.domain.refusals import No, Refusal
from broker.domain.requests import AnyChange
from broker.domain.series import rules as series
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets import rules as tickets
from broker.domain.tickets.requests import ReserveTicket
from broker.domain.waiting import forecasting as waiting
from broker.domain.windows import rules as windows

_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Rule = Callable[[Floor, Any, datetime], Sequence[AnyFact]]

RULES: dict[type[Request], Rule] = {
    **tickets.RULES,
    **series.RULES,
    **desks.RULES,
    **windows.RULES,
    **calling.RULES,
    **ratings.RULES,
    **attendance.RULES,
    **enrolment.RULES,
    **opinions.RULES,
}


def decide(floor: Floor, request: AnyChange, now: datetime) -> Sequence[AnyFact]:
    """What happens because of `request` at `now`: facts to write, in order, perhaps none.

    A `now` before what has happened is a clock that was set back, and counts as the time of the
    last fact; at a time that cannot be, nothing is decided, for what is dated so would stop the
    ledger's time for ever. Raises `Refusal` with the sentence for whoever asked. Changes nothing:
    the floor moves only when the facts are applied.
    """
    time = floor.time_at(now)
    if time >= OUTLIVED:
        raise Refusal(No.NO_SUCH_TIME, moment=time.isoformat())
    _check_moments(request)
    decided = RULES[type(request)](floor, request, time)
    if not isinstance(request, ReserveTicket):  # a spare number was given without a range
        return decided
    return [waiting.promised(floor, fact, time) for fact in decided]


def moments(kind: type[Request]) -> tuple[str, ...]:
    """The fields of a request that hold a time, as its annotations say; without the time of
    sending, which is its sender's own and which nothing is reckoned from."""
    info = type_info(kind)
    assert isinstance(info, StructType)  # noqa: S101  # what type_info makes of a Struct
    return tuple(field.name for field in info.fields if field.name != "at" and _is_time(field.type))


def _is_time(kind: Type) -> bool:
    return isinstance(kind, DateTimeType) or (
        isinstance(kind, UnionType) and any(_is_time(each) for each in kind.types)
    )


_BELIEVED = (RecordPunch, MergeTicket, LeaveOpinion)
_MOMENTS = {kind: moments(kind) for kind in RULES if kind not in _BELIEVED}
"""What a punch, a spare number or an opinion claims is judged by its own rule, which refuses none
for its time: somebody was told that it counts (ADR 50)."""


def _check_moments(request: AnyChange) -> None:
    """Refuse times that no calendar can reckon with, from a clock that has gone mad."""
    for field in _MOMENTS.get(type(request), ()):
        moment: datetime | None = getattr(request, field)
        if moment is not None and not _EARLIEST < moment < _LATEST:
            raise Refusal(No.NO_SUCH_TIME, moment=moment.isoformat())


def turn_of_day(floor: Floor, now: datetime) -> list[AnyFact]:
    """What must be written before anything else on a new business day: the old one is closed.

    Nothing while the day lasts, nor before the first one.
    """
    if floor.day is None or not is_new_day(floor, now):
        return []
    return [
        *tickets.at_day_end(floor),
        *ratings.at_day_end(floor),
        *windows.at_day_end(floor),
        *waiting.at_day_end(floor),
    ]
