"""What a guide says first: its facts as cards, and in one line what nobody knows. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.guides import Guide, GuideGroup
from kiosk.issuing.materials import telephone
from kiosk.ticket import hours
from kiosk.ticket.pages.phrases import at_desk, windows
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.pages.terms import takes, within
from kiosk.ticket.screens import GuideTab
from kiosk.words import NOTHING, Wording, say, together


class FactCard(Struct, frozen=True):
    """One fact. `name` is empty where there is no more to read of it."""

    name: str
    icon: str
    label: Wording
    value: Wording


BRIEF = 40  # letters on a card
UNASKED = (  # what the hall itself knows, or nobody misses
    *(GuideGroup.WINDOW, GuideGroup.TELEPHONES, GuideGroup.QUESTIONS),
)
Fact = tuple[str, str, GuideTab | None, Wording]  # its words, its icon, where more of it is read


def facts(item: Item, tabs: tuple[GuideTab, ...], scene: Scene) -> tuple[FactCard, ...]:
    """A card for each fact that is known. Touched, one shows the tab that says more."""
    return tuple(
        FactCard(f"tab-{tab}" if tab in tabs else "", icon, say(f"ticket.fact.{key}"), value)
        for key, icon, tab, value in _facts(item, scene)
        if value != NOTHING
    )


def _facts(item: Item, scene: Scene) -> Iterator[Fact]:
    guide = item.guide
    if published(GuideGroup.MATERIALS, scene):
        yield "materials", "document", GuideTab.MATERIALS, _materials(guide)
    if published(GuideGroup.TERMS, scene):
        yield "time", "clock", GuideTab.STEPS, _time(guide)
    if published(GuideGroup.FEES, scene):
        yield "fee", "coin", GuideTab.FEE, _brief(fee(guide))
    yield "window", "window", GuideTab.PLACE, _window(item, scene)
    if published(GuideGroup.RESULT, scene):
        more = GuideTab.GROUNDS if long(guide.result) else None
        yield "result", "paper", more, _brief(plain(guide.result))
    times = plain(guide.times) if guide.times else hours.timetable(scene.hall.hours)
    yield "hours", "bell", GuideTab.PLACE, _brief(times)


def plain(text: str) -> Wording:
    """What the catalogue knows in one language only."""
    return Wording(text, text)


def long(text: str) -> bool:
    """Whether a card has no room for the whole of it."""
    return len(text) > BRIEF


def _brief(text: Wording) -> Wording:
    """As much as a card has room for: the tab it leads to has it all."""
    zh, en = (f"{each[: BRIEF - 1]}…" if long(each) else each for each in (text.zh, text.en))
    return Wording(zh, en)


def _materials(guide: Guide) -> Wording:
    if not guide.materials:
        return NOTHING
    if len(guide.materials) == 1:
        return say("ticket.fact.materials.one")
    return say("ticket.fact.materials.count", count=len(guide.materials))


def _time(guide: Guide) -> Wording:
    promised = takes(guide)
    return within(guide.legal) if promised == NOTHING and guide.legal else promised


def fee(guide: Guide) -> Wording:
    """不收费 is said; of what is charged but not how much, that it is."""
    if guide.charged is False:
        return say("ticket.free")
    if guide.fee:
        return plain(guide.fee)
    return say("guide.charged") if guide.charged else NOTHING


def _window(item: Item, scene: Scene) -> Wording:
    numbers = [each.number for each in scene.hall.windows_of(item.queue)]
    return windows(numbers) if numbers else NOTHING


def unknown(item: Item, scene: Scene) -> Wording:
    """What the hall publishes and nobody knows of this item, and whom to ask: said once. Nothing
    where all is known."""
    wanted = [each for each in scene.hall.catalogue.groups if each not in UNASKED]
    missing = [say(f"guide.group.{each}") for each in wanted if not known(item, each)]
    if not missing:
        return NOTHING
    if len(missing) == len(wanted):
        what = say("guide.unknown.all")
    elif scene.room.flat and scene.comfort.elder:
        what = say("guide.unknown.some")  # no room for a list beside the cards
    else:
        what = say("guide.unknown", groups=together(missing))
    number = telephone(item, scene.hall)
    ask = say("ticket.telephone", telephone=number) if number else at_desk("ticket.help", scene)
    return Wording(f"{what.zh}。{ask.zh}", f"{what.en}. {ask.en}")


def known(item: Item, group: GuideGroup) -> bool:
    """Whether something can be said of this group; that there is a fee, is."""
    charged = group is GuideGroup.FEES and fee(item.guide) != NOTHING
    return charged or item.guide.says(group)


def published(group: GuideGroup, scene: Scene) -> bool:
    """Whether the hall shows this group."""
    return group in scene.hall.catalogue.groups
