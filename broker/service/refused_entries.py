"""What an outbox kept and the ledger would not have, as it is told to staff. Pure.

Whoever made it was told that it is done, and has left: no screen can tell them any more. So staff
hear whose it is, of when, why the ledger said no, and what to do about it.
"""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from broker.domain.alerts import Sentences
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import AnyRequest, Refused
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets.requests import AboutTicket, ActivateTicket, RecordReprint, VoidTicket

_NUMBER = Sentences(
    "请到导办台核对，持号人如还在就另取号",
    "look it up at the guide desk; whoever holds the number and is still there gets a new one",
)
_NO_NUMBER = Sentences(
    "没有登记，原因见日志；不必再补",
    "it is not recorded, and nothing is left to do; the journal says more",
)
_REFUSED = Sentences(
    "台账没有接受这里保存的 {count} 条记录，最近一条：{what}（{when}）：{why}。{remedy}",
    "The ledger refused what was kept here, {count} in all; the last one: {what}, {when}: {why}"
    " {remedy}",
)


class RefusedEntry(NamedTuple):
    """One of them, and what the ledger said."""

    asked: AnyRequest
    answer: Refused


def told(last: RefusedEntry, count: int, zone: ZoneInfo) -> Sentences:
    """The alert of so many, of which `last` came last."""
    what, remedy = _named(last.asked)
    when = f"{last.asked.at.astimezone(zone):%Y-%m-%d %H:%M}"
    zh, en = (
        form.format(count=count, what=what[at], when=when, why=why, remedy=remedy[at])
        for at, (form, why) in enumerate(
            zip(_REFUSED, (last.answer.zh, last.answer.en), strict=True)
        )
    )
    return Sentences(zh, en)


def _named(asked: AnyRequest) -> tuple[Sentences, Sentences]:
    """What it was, and what is to be done now."""
    match asked:
        case MergeTicket(number=number):
            return Sentences(f"备用号 {number}", f"spare number {number}"), _NUMBER
        case RecordReprint(ticket=ticket):
            return Sentences(f"补打 {ticket}", f"a second slip of {ticket}"), _NO_NUMBER
        case ActivateTicket(ticket=ticket):
            return Sentences(f"取号 {ticket}", f"number {ticket} taken"), _NUMBER
        case VoidTicket(ticket=ticket) | AboutTicket(ticket=ticket):
            return Sentences(f"作废 {ticket}", f"number {ticket} void"), _NO_NUMBER
        case LeaveOpinion():
            return Sentences("一件意见", "an opinion"), _NO_NUMBER
        case _:
            return Sentences("一条记录", "an entry"), _NO_NUMBER
