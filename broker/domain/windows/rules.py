"""Rules of a window: who sits there, and whether it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from broker.domain.attendance.punching import check_on_duty
from broker.domain.base import Request
from broker.domain.client_names import panel_at
from broker.domain.desks.facts import DeskFact
from broker.domain.desks.rules import member_of, reopened
from broker.domain.hall import Role
from broker.domain.refusals import No, Refusal
from broker.domain.windows import facts, requests
from broker.domain.windows.facts import WindowFact
from broker.domain.windows.projection import Counter, WindowFloor

_AT_WINDOWS = frozenset({Role.CLERK, Role.DUTY_LEADER})


def open_window(
    floor: WindowFloor, request: requests.OpenWindow, _now: datetime
) -> list[WindowFact | DeskFact]:
    """Sign in: the window is free, the clerk holds no other and is on duty."""
    counter = counter_of(floor, request.window)
    if counter.clerk == request.clerk:
        return [*reopened(floor, panel_at(counter.number), counter.clerk, request)]
    if counter.clerk:
        raise Refusal(No.WINDOW_TAKEN, window=counter.number, clerk=counter.clerk)
    member = member_of(floor, request.clerk)
    if member.role not in _AT_WINDOWS:
        raise Refusal(No.ROLE, staff=member.id)
    held = next((each for each in floor.counters.values() if each.clerk == member.id), None)
    # A window that hall.toml no longer has cannot be left: it holds nobody.
    if held is not None and floor.hall.window(held.number) is not None:
        raise Refusal(No.ELSEWHERE, staff=member.id, window=held.number)
    if floor.hall.calling.require_on_duty:
        check_on_duty(floor, member.id)
    return [facts.WindowOpened(window=counter.number, clerk=member.id, session=request.id)]


def close_window(
    floor: WindowFloor, request: requests.CloseWindow, _now: datetime
) -> list[WindowFact]:
    """Sign out, with nobody at the window."""
    counter = held_by(floor, request)
    check_free(floor, counter)
    return [facts.WindowClosed(window=counter.number, clerk=counter.clerk)]


def pause(floor: WindowFloor, request: requests.PauseWindow, _now: datetime) -> list[WindowFact]:
    """暂停服务, between two visits."""
    counter = held_by(floor, request)
    check_free(floor, counter)
    if counter.paused == request.reason:
        return []
    return [facts.WindowPaused(window=counter.number, reason=request.reason)]


def resume(floor: WindowFloor, request: requests.ResumeWindow, _now: datetime) -> list[WindowFact]:
    """The pause is over."""
    counter = held_by(floor, request)
    return [] if counter.paused is None else [facts.WindowResumed(window=counter.number)]


def counter_of(floor: WindowFloor, number: int) -> Counter:
    """The window with this number. Raises `Refusal`."""
    if floor.hall.window(number) is None:
        raise Refusal(No.UNKNOWN_WINDOW, window=number)
    return floor.counters[number]


def held_by(floor: WindowFloor, request: requests.FromWindow) -> Counter:
    """The window, held by the clerk who asks. Raises `Refusal`."""
    counter = counter_of(floor, request.window)
    if not counter.clerk:
        raise Refusal(No.WINDOW_CLOSED, window=counter.number)
    if counter.clerk != request.clerk:
        raise Refusal(No.NOT_YOURS, window=counter.number)
    return counter


def check_free(floor: WindowFloor, counter: Counter) -> None:
    """Raise `Refusal` while somebody is called to the window or served there."""
    if counter.ticket:
        number = floor.tickets[counter.ticket].number
        raise Refusal(No.WINDOW_BUSY, window=counter.number, number=number)


def at_day_end(floor: WindowFloor) -> list[WindowFact]:
    """Windows somebody forgot to close."""
    return [
        facts.WindowClosed(window=counter.number, clerk=counter.clerk)
        for counter in floor.counters.values()
        if counter.clerk
    ]


RULES: Mapping[
    type[Request], Callable[[WindowFloor, Any, datetime], Sequence[WindowFact | DeskFact]]
] = {
    requests.OpenWindow: open_window,
    requests.CloseWindow: close_window,
    requests.PauseWindow: pause,
    requests.ResumeWindow: resume,
}
