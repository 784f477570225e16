"""Pages on the way to a number: confirm, printing, ticket, remember, cannot. Pure."""

from __future__ import annotations

import math
from functools import lru_cache

from broker.domain.catalogue import Item
from broker.domain.hall import PriorityClass, Queue
from kiosk.ticket import waits
from kiosk.ticket.events import GroupChosen, Press, Pressed, Touch
from kiosk.ticket.pages.home import notice
from kiosk.ticket.pages.scene import (
    Page,
    Pair,
    Scene,
    at_desk,
    minutes,
    name,
    pair,
    say,
    windows,
)
from kiosk.ticket.screens import Cannot, Confirm, Printing, Remember, Ticket, Trouble
from kiosk.words import Wording, window_numbers

GROUPS = (
    (PriorityClass.ELDERLY, "elder"),
    (PriorityClass.DISABLED, "wheelchair"),
    (PriorityClass.PREGNANT, "pregnant"),
    (PriorityClass.INFANT, "infant"),
    (PriorityClass.SERVICEMAN, "star"),
)
BAR_MINUTES = 30  # the bar's full length, unless the wait is longer
QR_SCALE = 8


def confirm(screen: Confirm, scene: Scene) -> Page:
    """The last look before a number is taken."""
    queue = scene.hall.queue(screen.queue)
    state = scene.world.queues.get(screen.queue)
    wait = waits.expected(state)
    data: dict[str, object] = {
        "name": "confirm",
        "queue": name(queue),
        "item": _item_name(screen.item),
        "windows": windows(each.number for each in scene.hall.windows_of(screen.queue)),
        "known": state is not None,
        "ahead": state.waiting if state else 0,
        "range": _range_words(wait, queue, scene),
        **_bar(wait),
        "groups": [_group(group, icon, screen) for group, icon in GROUPS],
        "onScreen": bool(scene.printer_trouble),
    }
    groups: dict[str, Touch] = {f"group-{group}": GroupChosen(group) for group, _ in GROUPS}
    return Page(data, {**groups, "take": Pressed(Press.TAKE)})


def _item_name(item: Item | None) -> str:
    return item.name if item else ""


def _range_words(wait: waits.Minutes | None, queue: Queue | None, scene: Scene) -> Pair:
    if queue is not None and scene.world.no_window((queue,)):
        return say("ticket.range.closed")
    return minutes(wait)


def _bar(wait: waits.Minutes | None) -> dict[str, object]:
    if wait is None:
        return {"bar": False, "low": 0.0, "high": 0.0, "full": BAR_MINUTES}
    full = max(BAR_MINUTES, math.ceil(wait.high / 10) * 10)
    return {"bar": True, "low": wait.low / full, "high": wait.high / full, "full": full}


def _group(group: PriorityClass, icon: str, screen: Confirm) -> dict[str, object]:
    return {
        "name": f"group-{group}",
        "label": say(f"group.{group}"),
        "icon": icon,
        "chosen": screen.group is group,
    }


def printing(screen: Printing, scene: Scene) -> Page:
    """The slip growing out of its slot."""
    return Page(
        {
            "name": "printing",
            "queue": name(scene.hall.queue(screen.queue)),
            "number": screen.number,
            "hall": name(scene.hall.hall),
        }
    )


def ticket(screen: Ticket, scene: Scene) -> Page:
    """The number."""
    data: dict[str, object] = {
        "name": "ticket",
        "queue": name(scene.hall.queue(screen.queue)),
        "number": screen.number,
        "ahead": _ahead(screen.ahead),
        "go": _go(screen.windows),
        "onPaper": screen.on_paper,
    }
    return Page(data, {"done": Pressed(Press.HOME)})


def _ahead(count: int) -> Pair:
    return say("ticket.ahead", count=count) if count else say("ticket.ahead.none")


def _go(given: tuple[int, ...]) -> Pair:
    if not given:
        return say("ticket.go.hall")
    return say("ticket.go", numbers=window_numbers(given))


def remember(screen: Remember, scene: Scene) -> Page:
    """The number large, and as a QR code to photograph."""
    data: dict[str, object] = {
        "name": "remember",
        "queue": name(scene.hall.queue(screen.queue)),
        "number": screen.number,
        "ahead": _ahead(screen.ahead),
        "go": _go(screen.windows),
        "code": _code(screen.ticket),
        "left": max(0, math.ceil(screen.until - scene.now.seconds)),
        "total": round(scene.hall.kiosk.remembered_seconds),
    }
    return Page(data, {"remembered": Pressed(Press.REMEMBERED)})


@lru_cache(maxsize=2)
def _code(ticket: str) -> str:
    """A picture of the QR code, as an address QML can show."""
    import segno  # rarely needed: only when the paper failed

    uri: str = segno.make_qr(ticket, error="m").png_data_uri(scale=QR_SCALE, border=4)
    return uri


def cannot(screen: Cannot, scene: Scene) -> Page:
    """What does not work, why, and when again or where to go."""
    icon, what, why, then = _cannot(screen, scene)
    return Page(
        {
            "name": "cannot",
            "icon": icon,
            "queue": name(scene.hall.queue(screen.queue)),
            "what": what,
            "why": why,
            "then": then,
        },
        {"done": Pressed(Press.HOME)},
    )


def _cannot(screen: Cannot, scene: Scene) -> tuple[str, Pair, Pair, Pair]:
    where = at_desk("ticket.cannot.where", scene.hall)
    match screen.trouble:
        case Trouble.CLOSED:
            why, _ = notice(scene)
            then = at_desk("ticket.cannot.where.closed", scene.hall)
            return "clock", say("ticket.cannot.closed"), why, then
        case Trouble.AWAY:
            return "desk", say("ticket.cannot.away"), say("ticket.cannot.away.why"), where
        case Trouble.REFUSED:
            why = pair(Wording(screen.zh, screen.en))
            return "info", say("ticket.cannot.refused"), why, where
        case Trouble.BROKEN:
            broken = say("ticket.cannot.broken.why")
            return "warning", say("ticket.cannot.broken"), broken, where
