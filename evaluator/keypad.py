"""What the clerk's keys ask of the hall. Pure.

The keypad has no start key. The one-metre key, which the field leaves unused, starts the service;
a clerk who does not use it presses evaluate, which then starts and finishes the visit in one go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from broker.domain.calling import requests as calling
from broker.domain.hall import Hall
from broker.domain.ids import RequestId, following
from broker.domain.requests import AnyRequest
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import PauseWindow, ResumeWindow
from broker.wire.messages import WindowState, WindowStatus
from evaluator.dialogue import PadKey, PadPressed


@dataclass(frozen=True, slots=True)
class Pressing:
    """One press of a key: one id, one moment, one device."""

    id: RequestId
    at: datetime
    source: str


Wishes = tuple[AnyRequest, ...]

_SIMPLE: dict[
    PadKey,
    type[calling.CallNext | calling.RecallTicket | calling.StartService | calling.MissTicket],
] = {
    PadKey.CALL: calling.CallNext,
    PadKey.RECALL: calling.RecallTicket,
    PadKey.ONE_METRE: calling.StartService,
    PadKey.GIVE_UP: calling.MissTicket,
}


def wishes(
    pressed: PadPressed, window: WindowState | None, hall: Hall, pressing: Pressing
) -> Wishes | None:
    """The requests of a key, each to be sent when the one before was granted.

    None: this cannot be done, beep. Nobody has signed in, the key has no meaning here, or digits
    were typed before a key that takes none.
    """
    if pressed.key is PadKey.CANCEL:
        return _cancel(pressed.typed, window, pressing)
    if window is None or not window.clerk:
        return None
    if pressed.key is PadKey.TRANSFER:
        return _transfer(pressed.typed, window, hall, pressing)
    if pressed.key is None or pressed.typed:
        return None
    return _plain(pressed.key, window, pressing)


def _cancel(typed: tuple[int, ...], window: WindowState | None, pressing: Pressing) -> Wishes:
    """What was typed is forgotten; where nothing was, the last step is taken back while it can be
    (撤销)."""
    if typed or window is None or not window.clerk:
        return ()
    undo = window.undo
    if undo is None or pressing.at >= undo.until:
        return ()
    return (_asked(calling.UndoStep, window, pressing, visit=undo.visit, step=undo.step),)


def _plain(key: PadKey, window: WindowState, pressing: Pressing) -> Wishes | None:
    if key in _SIMPLE:
        return (_asked(_SIMPLE[key], window, pressing),)
    if key is PadKey.EVALUATE:
        return _evaluate(window, pressing)
    if key is not PadKey.PAUSE:
        return None
    if window.status is WindowStatus.PAUSED:
        return (_asked(ResumeWindow, window, pressing),)
    return (_asked(PauseWindow, window, pressing, reason=PauseReason.OUT_OF_SERVICE),)


def _evaluate(window: WindowState, pressing: Pressing) -> Wishes:
    finish = _asked(calling.FinishService, window, pressing)
    if window.status is not WindowStatus.CALLED:
        return (finish,)
    start = replace(pressing, id=following(pressing.id, "start"))
    return (_asked(calling.StartService, window, start), finish)


def _transfer(
    typed: tuple[int, ...], window: WindowState, hall: Hall, pressing: Pressing
) -> Wishes | None:
    """To the window whose number was typed: in the citizen's own queue where that window serves
    it, else in the window's first queue."""
    target = hall.window(int("".join(str(digit) for digit in typed) or "0"))
    if target is None or target.number == window.window:
        return None
    queue = window.queue if window.queue in target.queues else target.queues[0]
    return (_asked(calling.TransferTicket, window, pressing, queue=queue, to_window=target.number),)


def _asked(
    kind: Callable[..., AnyRequest], window: WindowState, pressing: Pressing, **more: object
) -> AnyRequest:
    """The request of this press, for the window and in the name of its clerk."""
    return kind(
        id=pressing.id,
        at=pressing.at,
        source=pressing.source,
        window=window.window,
        clerk=window.clerk,
        **more,
    )
