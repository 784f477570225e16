"""The two dots at the foot of the clerk's panel: how the window's own devices are. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from broker.wire.messages import DeviceState, Liveness
from kiosk.panel.flow import PanelFlow
from kiosk.panel.values import Dot
from kiosk.words import Wording, say

_DEVICE = {
    Liveness.READY: ("ok", "device.ready"),
    Liveness.INIT: ("warn", "device.init"),
    Liveness.SLEEPING: ("warn", "device.sleeping"),
    Liveness.DISCONNECTED: ("stop", "device.gone"),
    Liveness.LOST: ("stop", "device.gone"),
}


def display(flow: PanelFlow) -> Dot:
    """How the window's sign is."""
    fitted = _fitted(flow, (each.window for each in flow.hall.displays))
    state = flow.known.display if flow.known.up else None
    return _dot("panel.display", state, fitted=fitted)


def evaluator(flow: PanelFlow) -> Dot:
    """How the evaluator is; while somebody may press it, that."""
    fitted = _fitted(flow, (each.window for each in flow.hall.evaluators))
    dot = _dot("panel.evaluator", flow.known.evaluator if flow.known.up else None, fitted=fitted)
    state = flow.known.window
    if dot.tone == "ok" and state and state.finished_visit and not state.rated:
        return Dot("ok", _pair("panel.evaluator", "device.rating"))
    return dot


def _fitted(flow: PanelFlow, windows: Iterable[int]) -> bool:
    return flow.window.number in set(windows)


def _dot(name: str, state: DeviceState | None, *, fitted: bool) -> Dot:
    if not fitted:
        return Dot("quiet", _pair(name, "device.none"))
    if state is None:
        return Dot("quiet", _pair(name, "device.unknown"))
    tone, word = _DEVICE[state.state]
    return Dot(tone, _pair(name, word))


def _pair(name: str, word: str) -> Wording:
    thing, how = say(name), say(word)
    return Wording(f"{thing.zh}{how.zh}", f"{thing.en} {how.en}")
