"""The two dots at the foot of the clerk's panel: how the window's own devices are. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from broker.wire.messages import DeviceState, Liveness
from kiosk.panel.flow import PanelFlow
from kiosk.words import Wording, say
from kiosk.words.values import DotWord, Tone

_DEVICE = {
    Liveness.READY: (Tone.OK, "device.ready"),
    Liveness.INIT: (Tone.WARN, "device.init"),
    Liveness.SLEEPING: (Tone.WARN, "device.sleeping"),
    Liveness.DISCONNECTED: (Tone.STOP, "device.gone"),
    Liveness.LOST: (Tone.STOP, "device.gone"),
}


def display(flow: PanelFlow) -> DotWord:
    """How the window's sign is."""
    fitted = _fitted(flow, (each.window for each in flow.hall.displays))
    state = flow.known.display if flow.known.up else None
    return _dot("panel.display", state, fitted=fitted)


def evaluator(flow: PanelFlow) -> DotWord:
    """How the evaluator is; while somebody may press it, that."""
    fitted = _fitted(flow, (each.window for each in flow.hall.evaluators))
    dot = _dot("panel.evaluator", flow.known.evaluator if flow.known.up else None, fitted=fitted)
    state = flow.known.window
    if dot.tone is Tone.OK and state and state.finished_visit and not state.rated:
        return DotWord(Tone.OK, _pair("panel.evaluator", "device.rating"))
    return dot


def _fitted(flow: PanelFlow, windows: Iterable[int]) -> bool:
    return flow.window.number in set(windows)


def _dot(name: str, state: DeviceState | None, *, fitted: bool) -> DotWord:
    if not fitted:
        return DotWord(Tone.QUIET, _pair(name, "device.none"))
    if state is None:
        return DotWord(Tone.QUIET, _pair(name, "device.unknown"))
    tone, word = _DEVICE[state.state]
    return DotWord(tone, _pair(name, word))


def _pair(name: str, word: str) -> Wording:
    return say("panel.device", thing=say(name), state=say(word))
