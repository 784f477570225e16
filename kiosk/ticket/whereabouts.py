"""我的排队进度: where a number stands, from what the hall publishes anyway. Pure.

Queues publish only the first few who wait. So a number further back is told "more than so many",
and one that cannot be seen is not declared lost. Whether one that has gone was served or missed is
known where its window was seen to let it go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from broker.domain.hall import Hall, Queue
from broker.domain.ids import is_spare
from broker.domain.tickets.facts import WaitBasis
from broker.domain.waiting.ranging import Minutes
from broker.wire.messages import QueueState, WindowState, WindowStatus
from kiosk.issuing.waits import minutes_of

_NUMBER = re.compile(r"([A-Z]{1,2})([0-9]{1,4})")


class NotYetANumber(Struct, frozen=True):
    """Not a number of this hall (yet): keep typing."""


class NeverGiven(Struct, frozen=True):
    """Nobody has this number today."""

    number: str


class AtWindow(Struct, frozen=True):
    """Called, or being served."""

    number: str
    window: int
    serving: bool


class Waiting(Struct, frozen=True):
    """`ahead` people are before it; `more`: at least that many. `wait`: how long that may take,
    because of `basis`."""

    number: str
    queue: str
    ahead: int
    more: bool = False
    wait: Minutes | None = None
    basis: WaitBasis = WaitBasis.UNKNOWN


class Departure(StrEnum):
    """How a number left its window, as far as this screen saw it."""

    FINISHED = "finished"
    MISSED = "missed"  # called, and nobody came


class Gone(Struct, frozen=True):
    """Given today and not waiting now: served, missed, or given back; `ended` where it was seen."""

    number: str
    queue: str
    ended: Departure | None = None


class SpareUnseen(Struct, frozen=True):
    """A number that a kiosk gives while the ledger is away, and that is not named as waiting:
    whether the ledger has it already, nobody here knows."""

    number: str


class NotKnown(Struct, frozen=True):
    """The hall's state has not been heard yet."""

    number: str


_NOBODY: Mapping[str, Departure] = MappingProxyType({})

Whereabouts = NotYetANumber | NeverGiven | AtWindow | Waiting | Gone | SpareUnseen | NotKnown


def whereabouts(
    text: str,
    hall: Hall,
    queues: Mapping[str, QueueState],
    windows: Mapping[int, WindowState],
    ended: Mapping[str, Departure] = _NOBODY,
) -> Whereabouts:
    """Where the number typed as `text` stands."""
    match = _NUMBER.fullmatch(text.upper())
    queue = match and next((each for each in hall.queues if each.prefix == match[1]), None)
    if not match or queue is None:
        return NotYetANumber()
    number = f"{queue.prefix}{int(match[2]):03}"
    for window in windows.values():
        if window.number == number and window.status in (WindowStatus.CALLED, WindowStatus.SERVING):
            return AtWindow(number, window.window, window.status is WindowStatus.SERVING)
    state = queues.get(queue.id)
    if state is None:
        return NotKnown(number)
    found = _in_queue(number, int(match[2]), queue, state, ended)
    return found or Gone(number, queue.id, ended.get(number))


def _in_queue(
    number: str,
    counted: int,
    queue: Queue,
    state: QueueState,
    ended: Mapping[str, Departure],
) -> NeverGiven | Waiting | SpareUnseen | None:
    for ahead, waiter in enumerate(state.next):
        if waiter.number == number:
            return Waiting(number, queue.id, ahead, wait=minutes_of(waiter), basis=state.basis)
    if is_spare(number):
        return _spare(number, queue, state, ended)
    if not 0 < counted <= state.issued - state.spares:
        return NeverGiven(number)
    if state.waiting > len(state.next) > 0:
        wait = _further_back(state)
        return Waiting(number, queue.id, len(state.next), more=True, wait=wait, basis=state.basis)
    return None


def _spare(
    number: str, queue: Queue, state: QueueState, ended: Mapping[str, Departure]
) -> Waiting | SpareUnseen | None:
    """A spare number behind the first few, as the ledger names it; one that it does not name it may
    not have heard of yet."""
    for waiter in state.spares_back:
        if waiter.number == number:
            wait = _further_back(state)
            return Waiting(number, queue.id, waiter.ahead, wait=wait, basis=state.basis)
    return None if number in ended else SpareUnseen(number)


def _further_back(state: QueueState) -> Minutes | None:
    """The wait of somebody behind the first few: longer than the last of those, and not longer
    than whoever comes now."""
    low, high = state.next[-1].low, state.high
    return Minutes(low, high) if state.next[-1].high and low < high else None
