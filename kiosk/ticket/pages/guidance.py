"""The guide page (办事指南) of one item. Pure."""

from __future__ import annotations

from kiosk.ticket import hours
from kiosk.ticket.catalogue import Guide
from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.scene import Page, Pair, Scene, at_desk, name, say, windows
from kiosk.ticket.screens import Guidance


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
    return say("ticket.takes.days", days=days) if days else say("ticket.takes.at-once")


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
