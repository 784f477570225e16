"""The lists a clerk chooses from: where to send somebody, why the window pauses, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from broker.domain.hall import Queue
from broker.domain.requests import Standing
from broker.domain.windows.facts import PauseReason
from kiosk.panel.flow import PanelFlow
from kiosk.panel.state import Picking
from kiosk.words import NOTHING, Wording, group_name, named, queue_name, say
from kiosk.words.paging import paged
from kiosk.words.queues import means
from kiosk.words.spelling import Spelling, typed
from kiosk.words.values import Option, PagedPage

PER_PAGE = 7

Entry = tuple[str, Wording, Wording]
Spellings = Mapping[str, Spelling]  # by the ids of queues
UNLEARNT: Spellings = MappingProxyType({})


class PickOption(Option, frozen=True):
    """One entry. `value` is what `PanelFlow.choose` takes."""

    detail: Wording


class PickPage(PagedPage, frozen=True):
    """The open list, one page of it. `searchable`: letters make it shorter; `searched` are those
    that were typed."""

    title: Wording = NOTHING
    options: tuple[PickOption, ...] = ()
    searchable: bool = False
    searched: str = ""


def pick(flow: PanelFlow, spellings: Spellings = UNLEARNT) -> PickPage:
    """The list that is open now; without options nothing is being chosen."""
    match flow.known.picking:
        case Picking.QUEUE:
            entries = _queues(flow, spellings)
            return _page(flow, say("panel.which-queue"), entries, searchable=True)
        case Picking.WINDOW:
            return _page(flow, say("panel.which-window"), _windows(flow))
        case Picking.REASON:
            return _page(flow, say("panel.why-pause"), _reasons())
        case Picking.TICKET:
            return _page(flow, say("panel.which-ticket"), _tickets(flow))
        case Picking.NOTHING | Picking.NOTE:
            return PickPage(page=1, pages=1)
        case _:
            assert_never(flow.known.picking)


def _queues(flow: PanelFlow, spellings: Spellings) -> list[Entry]:
    """Those that were meant; the window's own departments first, and before all others the one
    whose letters were typed."""
    own = {each.department for each in flow.hall.queues if each.id in flow.window.queues}
    wanted = flow.known.searched
    found = [queue for queue in flow.hall.queues if means(queue, wanted, spellings)]
    found.sort(key=lambda each: (each.prefix.lower() != typed(wanted), each.department not in own))
    return [(each.id, named(each), _detail(flow, each, own)) for each in found]


def _detail(flow: PanelFlow, queue: Queue, own: set[str]) -> Wording:
    people = _people(flow, queue.id)
    if queue.department not in own:
        return people
    return say("panel.own.people", people=people) if people != NOTHING else say("panel.own")


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


def _page(
    flow: PanelFlow, title: Wording, entries: list[Entry], *, searchable: bool = False
) -> PickPage:
    shown = paged(entries, flow.known.page, PER_PAGE)
    options = tuple(
        PickOption(value, label, str(nth), detail)
        for nth, (value, label, detail) in enumerate(shown.rows, start=1)
    )
    return PickPage(
        title=title,
        options=options,
        searchable=searchable,
        searched=flow.known.searched,
        page=shown.page,
        pages=shown.pages,
    )
