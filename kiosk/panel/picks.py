"""The lists a clerk chooses from: where to send somebody, why the window pauses."""

from __future__ import annotations

from broker.domain.requests import Standing
from broker.domain.windows.facts import PauseReason
from kiosk.panel.flow import PanelFlow
from kiosk.panel.state import Picking
from kiosk.words import NOTHING, Wording, group_name, named, queue_name, say
from kiosk.words.paging import paged
from kiosk.words.values import Option, PagedPage

PER_PAGE = 7

Entry = tuple[str, Wording, Wording]


class PickOption(Option, frozen=True):
    """One entry. `value` is what `PanelFlow.choose` takes."""

    detail: Wording


class PickPage(PagedPage, frozen=True):
    """The open list, one page of it."""

    title: Wording = NOTHING
    options: tuple[PickOption, ...] = ()


def pick(flow: PanelFlow) -> PickPage:
    """The list that is open now; without options nothing is being chosen."""
    match flow.known.picking:
        case Picking.QUEUE:
            return _page(flow, say("panel.which-queue"), _queues(flow))
        case Picking.WINDOW:
            return _page(flow, say("panel.which-window"), _windows(flow))
        case Picking.REASON:
            return _page(flow, say("panel.why-pause"), _reasons())
        case Picking.TICKET:
            return _page(flow, say("panel.which-ticket"), _tickets(flow))
        case Picking.NOTHING:
            return PickPage(page=1, pages=1)


def _queues(flow: PanelFlow) -> list[Entry]:
    return [(queue.id, named(queue), _people(flow, queue.id)) for queue in flow.hall.queues]


def _people(flow: PanelFlow, queue: str) -> Wording:
    state = flow.known.queues.get(queue)
    return say("panel.people", count=state.waiting) if state else NOTHING


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


def _tickets(flow: PanelFlow) -> list[Entry]:
    return [
        (each.ticket, _label(flow, each), group_name(each.group)) for each in flow.known.waiting
    ]


def _label(flow: PanelFlow, ticket: Standing) -> Wording:
    queue = queue_name(flow.hall, ticket.queue)
    return Wording(f"{ticket.number} {queue.zh}", f"{ticket.number} {queue.en}")


def _page(flow: PanelFlow, title: Wording, entries: list[Entry]) -> PickPage:
    shown = paged(entries, flow.known.page, PER_PAGE)
    options = tuple(
        PickOption(value, label, str(nth), detail)
        for nth, (value, label, detail) in enumerate(shown.rows, start=1)
    )
    return PickPage(title, options, page=shown.page, pages=shown.pages)
