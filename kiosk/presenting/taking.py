"""Pages on the way to a number: guidance, confirm, printing, ticket, remember, cannot. Pure."""

from __future__ import annotations

import math
from functools import lru_cache

from broker.domain.catalogue import Item
from broker.domain.hall import PriorityClass, Queue
from kiosk import hours, waits
from kiosk.catalogue import Guide
from kiosk.events import GroupChosen, Press, Pressed, Touch
from kiosk.presenting.lists import notice
from kiosk.presenting.scene import (
    Page,
    Pair,
    Scene,
    at_desk,
    minutes,
    name,
    numbers,
    pair,
    say,
    windows,
    with_pair,
)
from kiosk.screens import Cannot, Confirm, Guidance, Printing, Remember, Ticket, Trouble
from kiosk.words import Wording

GROUPS = (
    (PriorityClass.ELDERLY, "elder"),
    (PriorityClass.DISABLED, "wheelchair"),
    (PriorityClass.PREGNANT, "pregnant"),
    (PriorityClass.INFANT, "infant"),
    (PriorityClass.SERVICEMAN, "star"),
)
BAR_MINUTES = 30  # the bar's full length, unless the wait is longer
QR_SCALE = 8


def guidance(screen: Guidance, scene: Scene) -> Page:
    """What the catalogue knows of an item; what it does not know is said, not left blank."""
    item = screen.item
    guide = scene.catalogue.guide(item)
    serving = tuple(each.number for each in scene.hall.windows_of(item.queue))
    data: dict[str, object] = {
        "name": "guidance",
        "label": item.name,
        "department": name(scene.catalogue.department(item.department)),
        "facts": _facts(guide, windows(serving), scene),
        "rest": _rest(guide),
        "help": _help(scene),
        "takeable": bool(item.queue),
    }
    return Page(data, {"take": Pressed(Press.TAKE)})


def _facts(guide: Guide, where: Pair, scene: Scene) -> list[dict[str, object]]:
    sessions = hours.timetable(scene.hall.hours)
    return [
        _fact("materials", "document", _materials(guide)),
        _fact("time", "clock", _time(guide)),
        _fact("fee", "coin", _plain(guide.fee)),
        _fact("result", "paper", _plain(guide.result)),
        _fact("window", "window", where),
        _fact("hours", "bell", _plain(sessions)),
    ]


def _fact(key: str, icon: str, value: Pair | None) -> dict[str, object]:
    return {
        "icon": icon,
        "label": say(f"ticket.fact.{key}"),
        "value": value or say("ticket.ask"),
        "known": value is not None,
    }


def _plain(text: str) -> Pair | None:
    return {"zh": text, "en": text} if text else None


def _materials(guide: Guide) -> Pair | None:
    if not guide.materials:
        return None
    return say("ticket.fact.materials.count", count=len(guide.materials))


def _time(guide: Guide) -> Pair | None:
    if guide.promised_days is None:
        return None
    days = guide.promised_days
    return say("ticket.fact.days", days=days) if days else say("ticket.fact.at-once")


def _rest(guide: Guide) -> list[dict[str, object]]:
    """Basis, conditions, procedure where known; otherwise one line for all three."""
    known = [
        _fact(key, "document", _plain(getattr(guide, key)))
        for key in ("basis", "conditions", "procedure")
        if getattr(guide, key)
    ]
    return known or [
        {
            "icon": "info",
            "label": say("ticket.rest"),
            "value": say("ticket.ask"),
            "known": False,
        }
    ]


def _help(scene: Scene) -> Pair:
    telephone = scene.hall.hall.telephone
    if telephone:
        return say("ticket.telephone", telephone=telephone)
    return at_desk("ticket.help", scene.hall)


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
    return with_pair("ticket.go", numbers=numbers(given))


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
