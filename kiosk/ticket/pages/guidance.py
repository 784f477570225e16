"""The guide page (办事指南) of one item. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.guides import Guide
from kiosk.ticket import hours
from kiosk.ticket.events import Press, Pressed
from kiosk.ticket.pages.phrases import at_desk, department_name, windows
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import takes
from kiosk.ticket.screens import Guidance
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page


class FactCard(Struct, frozen=True):
    """One fact. `known` False: the value says where to ask."""

    icon: str
    label: Wording
    value: Wording
    known: bool


class GuidancePage(Page, frozen=True):
    """`rest` stands in lines below the cards; `takeable`: some queue serves this item."""

    label: str
    department: Wording
    facts: tuple[FactCard, ...]
    rest: tuple[FactCard, ...]
    help: Wording
    takeable: bool


def guidance(screen: Guidance, scene: Scene) -> Touchable:
    """What the catalogue knows of an item; what it does not know is said, not left blank."""
    item = screen.item
    guide = item.guide
    where = windows(each.number for each in scene.hall.windows_of(item.queue))
    page = GuidancePage(
        label=item.name,
        department=department_name(item.department, scene),
        facts=_facts(guide, where, scene),
        rest=_rest(guide),
        help=_help(scene),
        takeable=bool(item.queue),
    )
    return Touchable(page, {"take": Pressed(Press.TAKE)})


def _facts(guide: Guide, where: Wording, scene: Scene) -> tuple[FactCard, ...]:
    return (
        _fact("materials", "document", _materials(guide)),
        _fact("time", "clock", takes(guide)),
        _fact("fee", "coin", _fee(guide)),
        _fact("result", "paper", _plain(guide.result)),
        _fact("window", "window", where),
        _fact("hours", "bell", hours.timetable(scene.hall.hours)),
    )


def _fact(key: str, icon: str, value: Wording) -> FactCard:
    known = value != NOTHING
    return FactCard(icon, say(f"ticket.fact.{key}"), value if known else say("ticket.ask"), known)


def _plain(text: str) -> Wording:
    return Wording(text, text)


def _materials(guide: Guide) -> Wording:
    if not guide.materials:
        return NOTHING
    return say("ticket.fact.materials.count", count=len(guide.materials))


def _fee(guide: Guide) -> Wording:
    """不收费 is said; what is charged but not how much is asked at the window."""
    if guide.charged is False:
        return say("ticket.free")
    return _plain(guide.fee) if guide.charged else NOTHING


def _rest(guide: Guide) -> tuple[FactCard, ...]:
    """Basis, conditions, procedure where known; otherwise one line for all three."""
    texts = {
        "basis": guide.basis,
        "conditions": guide.conditions,
        "procedure": " → ".join(step.name for step in guide.steps),
    }
    known = tuple(_fact(key, "document", _plain(text)) for key, text in texts.items() if text)
    return known or (FactCard("info", say("ticket.rest"), say("ticket.ask"), known=False),)


def _help(scene: Scene) -> Wording:
    telephone = scene.hall.hall.telephone
    if telephone:
        return say("ticket.telephone", telephone=telephone)
    return at_desk("ticket.help", scene)
