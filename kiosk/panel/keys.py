"""Which keys of the panel mean something now, and why the others do not. Pure."""

from __future__ import annotations

from broker.domain.hall import Hall
from broker.wire.messages import WindowStatus
from kiosk.panel.state import PanelKey, PanelState
from kiosk.words import NOTHING, Wording, say

_PRESSABLE = {
    WindowStatus.OPEN: frozenset(
        {PanelKey.MAIN, PanelKey.CHOOSE, PanelKey.PAUSE, PanelKey.SIGN_OUT}
    ),
    WindowStatus.PAUSED: frozenset({PanelKey.MAIN, PanelKey.SIGN_OUT}),
    WindowStatus.CALLED: frozenset(
        {PanelKey.MAIN, PanelKey.RECALL, PanelKey.MISS, PanelKey.TRANSFER, PanelKey.NOTE}
    ),
    WindowStatus.SERVING: frozenset({PanelKey.MAIN, PanelKey.TRANSFER, PanelKey.NOTE}),
    WindowStatus.CLOSED: frozenset(),
}
_COMING_AND_GOING = frozenset({PanelKey.UNDO, PanelKey.CANCEL})  # they never stand there grey
_WHY_NOT = {
    WindowStatus.OPEN: "panel.not.free",
    WindowStatus.PAUSED: "panel.not.paused",
    WindowStatus.CALLED: "panel.not.called",
    WindowStatus.SERVING: "panel.not.serving",
    WindowStatus.CLOSED: "panel.not.closed",
}


def pressable(known: PanelState, hall: Hall) -> frozenset[PanelKey]:
    """The keys that mean something now."""
    if not known.free or not known.clerk or known.picking or known.idle_locked:
        return frozenset()
    chosen = frozenset() if hall.calling.call_chosen else frozenset({PanelKey.CHOOSE})
    spent = frozenset({PanelKey.RECALL}) if _spent(known, hall) else frozenset()
    return _PRESSABLE[known.status] - chosen - spent


def why_not(key: PanelKey, known: PanelState, hall: Hall) -> Wording:
    """Why a key that stands there does nothing now; nothing to say of one that does, nor while
    the answer to an earlier press is awaited."""
    shown = known.free and known.clerk and not known.picking and not known.idle_locked
    if not shown or key in _COMING_AND_GOING | pressable(known, hall):
        return NOTHING
    if key is PanelKey.RECALL and known.status is WindowStatus.CALLED:
        return say("panel.not.recalls", most=hall.calling.max_recalls)
    return say(_WHY_NOT[known.status])


def _spent(known: PanelState, hall: Hall) -> bool:
    """Called as often as the hall allows."""
    return known.window is not None and known.window.recalls >= hall.calling.max_recalls
