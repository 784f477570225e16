"""The lists a clerk chooses from: where to send somebody, why the window pauses."""

from __future__ import annotations

from broker.domain.windows.facts import PauseReason
from kiosk.panel.flow import PanelFlow
from kiosk.panel.state import Picking
from kiosk.panel.values import Option, Pick
from kiosk.words import NOTHING, Wording, say

PER_PAGE = 7

Entry = tuple[str, Wording, Wording]


def pick(flow: PanelFlow) -> Pick:
    """The list that is open now."""
    match flow.known.picking:
        case Picking.QUEUE:
            return _page(flow, say("panel.which-queue"), _queues(flow))
        case Picking.WINDOW:
            return _page(flow, say("panel.which-window"), _windows(flow))
        case Picking.REASON:
            return _page(flow, say("panel.why-pause"), _reasons())
        case Picking.NOTHING:
            return Pick()


def _queues(flow: PanelFlow) -> list[Entry]:
    return [
        (queue.id, Wording(queue.name, queue.name_en), _people(flow, queue.id))
        for queue in flow.hall.queues
    ]


def _people(flow: PanelFlow, queue: str) -> Wording:
    state = flow.known.queues.get(queue)
    people = say("people")
    if state is None:
        return NOTHING
    return Wording(f"{state.waiting} {people.zh}", f"{state.waiting} {people.en}")


def _windows(flow: PanelFlow) -> list[Entry]:
    state = flow.known.queues.get(flow.known.picked_queue)
    opened = state.windows_open if state else ()
    windows = [
        (
            str(window.number),
            say("panel.title", number=window.number),
            say("panel.window-open" if window.number in opened else "panel.window-closed"),
        )
        for window in flow.hall.windows_of(flow.known.picked_queue)
        if window.number != flow.window.number
    ]
    return [("", say("panel.any-window"), NOTHING), *windows]


def _reasons() -> list[Entry]:
    return [(str(reason), Wording(reason.zh, reason.en), NOTHING) for reason in PauseReason]


def _page(flow: PanelFlow, title: Wording, entries: list[Entry]) -> Pick:
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(flow.known.page, pages - 1)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    options = tuple(
        Option(value, label, detail, str(place))
        for place, (value, label, detail) in enumerate(shown, start=1)
    )
    return Pick(title, options, page + 1, pages)
