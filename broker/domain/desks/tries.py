"""How often a PIN may be wrong. Pure.

A PIN of four digits falls to ten thousand tries, and its hash to a second's work of whoever has the
file: what protects it is that nobody gets many tries. They are counted for the number that is tried
and for the screen where it is tried, whichever program asks, and only facts count, so that no
restart forgets one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from broker.domain.desks.projection import DeskFloor, Tries
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

FREE = 5  # wrong PINs in a row until one must wait
LOCKED_AT = 10  # wrong PINs in a row for one number until it is locked
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)


def pause(count: int) -> timedelta:
    """How long nobody may try after so many wrong PINs in a row; each pause is twice the last."""
    if count < FREE:
        return timedelta(0)
    doublings = min(count - FREE, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def rests_until(tries: Tries | None) -> datetime | None:
    """When somebody may try again; None: at once."""
    if tries is None or tries.last is None or tries.count < FREE:
        return None
    return tries.last + pause(tries.count)


def check_tries(floor: DeskFloor, desk: str, staff: StaffId, now: datetime) -> None:
    """Raises `Refusal` where no PIN may be tried now: at this screen, or for this number."""
    if staff in floor.locked:
        raise Refusal(No.PIN_LOCKED, staff=staff)
    until = [rests_until(floor.wrong_at.get(desk)), rests_until(floor.wrong_for.get(staff))]
    latest = max((each for each in until if each is not None), default=now)
    if now < latest:
        raise Refusal(No.PIN_PAUSED, seconds=ceil((latest - now).total_seconds()))
