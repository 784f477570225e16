"""只要号: every queue, how many wait and how long, and a number of it at a touch. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Queue
from kiosk.issuing import waits
from kiosk.ticket import measures
from kiosk.ticket.closed import shut
from kiosk.ticket.events import GoTo, NumberWanted, Touch
from kiosk.ticket.measures import GAP, HALF, QUARTER, TARGET
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Purpose, Queues
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

_MOST = 4  # columns


class NumberKey(Struct, frozen=True):
    """A queue: `people` waiting and the `wait`, as far as they are known; where it is `closed`,
    `wait` says when it opens, and a touch leads to that."""

    name: str
    label: Wording
    people: Wording
    wait: Wording
    closed: bool


class QueuesPage(PagedPage, frozen=True):
    """Some of the queues at a time, in a grid. `on_screen`: there will be no paper."""

    columns: int
    lines: int
    keys: tuple[NumberKey, ...]
    on_screen: bool


def queues(screen: Queues, scene: Scene) -> Touchable:
    """The queues, as many on a page as hold their words."""
    keys = [_key(each, scene) for each in scene.hall.queues]
    room, most = scene.room, 3 if scene.comfort.elder else _MOST
    needs = [_high(keys, (room.width - n * GAP) / (n + 1), scene) for n in range(most)]
    told = room.high(scene.said(_told(scene)), "body", room.width) + GAP
    high = room.height - TARGET - GAP - told
    grid = measures.cells(len(keys), needs, high, TARGET + GAP)
    shown = paged(keys, screen.page, grid.places)
    page = QueuesPage(
        columns=grid.columns,
        lines=grid.lines,
        keys=shown.rows,
        on_screen=bool(scene.printer_trouble),
        page=shown.page,
        pages=shown.pages,
    )
    touches = {each.name: _leads_to(each, scene) for each in shown.rows}
    return Touchable(page, {**touches, **searching(Purpose.TAKE), **TURNING})


def _told(scene: Scene) -> Wording:
    return say("ticket.no-paper" if scene.printer_trouble else "ticket.queues.at-once")


def _key(queue: Queue, scene: Scene) -> NumberKey:
    state = scene.world.queues.get(queue.id)
    closed = shut((queue,), scene.world, scene.hall.hours, scene.local)
    return NumberKey(
        name=f"queue-{queue.id}",
        label=named(queue),
        people=say("ticket.people", count=state.waiting) if state else NOTHING,
        wait=closed.words if closed else _wait(queue, scene),
        closed=closed is not None,
    )


def _wait(queue: Queue, scene: Scene) -> Wording:
    if queue.id in scene.spares:
        return say("ticket.spare")
    if scene.world.no_window((queue,)):
        return say("ticket.no-window")
    return waits.in_words(waits.minutes_of(scene.world.queues.get(queue.id)))


def _leads_to(key: NumberKey, scene: Scene) -> Touch:
    queue = scene.hall.queue(key.name.removeprefix("queue-"))
    closed = queue and shut((queue,), scene.world, scene.hall.hours, scene.local)
    return GoTo(closed.screen) if closed else NumberWanted(key.name.removeprefix("queue-"))


def _high(keys: list[NumberKey], width: float, scene: Scene) -> float:
    room, inner = scene.room, width - 2 * HALF
    highs = (
        room.high(scene.said(each.label), "rowName", inner, heavy=True)
        + room.high(scene.said(each.people), "body", inner)
        + room.high(scene.said(each.wait), "body", inner)
        for each in keys
    )
    return max(TARGET, max(highs, default=0.0) + 2 * (HALF + QUARTER))
