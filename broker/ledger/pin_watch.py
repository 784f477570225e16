"""Tells the duty leader whose PIN is locked, which screens must wait, and where it was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.desks.projection import DeskFloor, Tries
from broker.domain.desks.tries import rests_until
from broker.domain.floor import Floor
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_TOLD = Sentences(
    "有人连续输错密码：{who}。请看看是谁在那里；锁定的工号用 hall pin unlock 解锁",
    "Wrong PINs were tried one after another: {who}. See who stands there; `hall pin unlock` lets a"
    " locked number sign in again",
)
_NAMED = 8  # numbers and screens in one sentence


def watch_pins(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at what wrong PINs have come to."""

    def find() -> Troubles:
        told = list(_found(floor(), service.now()))[:_NAMED]
        return {AlertCode.PIN: _TOLD.filled(who="、".join(told)) if told else None}

    return Lookout(service, (AlertCode.PIN,), find)


def _found(floor: DeskFloor, now: datetime) -> Iterator[str]:
    """Numbers that are locked or must wait, with the screens where they were tried; then screens
    that must wait."""
    for staff in sorted(floor.locked | set(floor.wrong_for)):
        tries = floor.wrong_for.get(staff)
        if staff in floor.locked or _rests(tries, now):
            yield f"{staff} ({'/'.join(sorted(tries.other))})" if tries else staff
    for desk, tries in sorted(floor.wrong_at.items()):
        if _rests(tries, now):
            yield f"{desk} × {tries.count}"


def _rests(tries: Tries | None, now: datetime) -> bool:
    until = rests_until(tries)
    return until is not None and now < until
