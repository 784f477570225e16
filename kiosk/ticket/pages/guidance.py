"""The guide page (办事指南) of one item: what is first to be known, tabs with the rest. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.guides import GuideGroup
from kiosk.ticket.events import GoTo, MaterialTicked, Press, Pressed, Touch
from kiosk.ticket.pages import guide_rows
from kiosk.ticket.pages.floor_map import FloorMap, floor_map
from kiosk.ticket.pages.guide_facts import FactCard, facts, unknown
from kiosk.ticket.pages.guide_rows import MaterialRow, StepBox, TextRow
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Guidance, GuideTab, Sample, TakeAway
from kiosk.ticket.take_home import ready, whereto
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page

TABS = {
    GuideGroup.MATERIALS: GuideTab.MATERIALS,
    GuideGroup.STEPS: GuideTab.STEPS,
    GuideGroup.TERMS: GuideTab.STEPS,
    GuideGroup.CONDITIONS: GuideTab.GROUNDS,
    GuideGroup.BASIS: GuideTab.GROUNDS,
    GuideGroup.FEES: GuideTab.FEE,
    GuideGroup.WINDOW: GuideTab.PLACE,
    GuideGroup.TELEPHONES: GuideTab.PLACE,
    GuideGroup.QUESTIONS: GuideTab.QUESTIONS,
}
TURNS: dict[str, Touch] = {"previous": Pressed(Press.PREVIOUS), "next": Pressed(Press.NEXT)}


class GuideTabKey(Struct, frozen=True):
    """A key above what is read."""

    name: str
    label: Wording
    chosen: bool


class GuidancePage(Page, frozen=True):
    """Of facts, materials, steps and texts, those of the tab; `lead` stands above them. `kind` is
    即办 or what is promised; `foreign`: the guide is in Chinese only, or its name too. `unknown`
    says what nobody knows, `missing` what this visitor has not ready; `portable`: there is
    a list to take home."""

    label: Wording
    department: Wording
    kind: Wording
    foreign: Wording
    example: bool
    tabs: tuple[GuideTabKey, ...]
    lead: Wording
    facts: tuple[FactCard, ...]
    materials: tuple[MaterialRow, ...]
    steps: tuple[StepBox, ...]
    texts: tuple[TextRow, ...]
    map: FloorMap | None
    unknown: Wording
    missing: Wording
    portable: bool
    takeable: bool
    leaf: int


def guidance(screen: Guidance, scene: Scene) -> Touchable:
    """What the catalogue knows of an item; what it does not know is said once."""
    item = screen.item
    tabs = shown_tabs(item, scene)
    tab = screen.tab if screen.tab in tabs else GuideTab.OVERVIEW
    overview = tab is GuideTab.OVERVIEW
    page = GuidancePage(
        label=Wording(item.name, item.name_en or item.name),
        department=department_name(item.department, scene),
        kind=badge(item.guide),
        foreign=_foreign(item),
        example=item.guide.example,
        tabs=_keys(tabs, tab),
        lead=_lead(item, tab, scene),
        facts=facts(item, tabs, scene) if overview else (),
        materials=guide_rows.materials(item, scene) if tab is GuideTab.MATERIALS else (),
        steps=guide_rows.steps(item, scene) if tab is GuideTab.STEPS else (),
        texts=_texts(item, tab, scene),
        map=_map(item, tab, scene),
        unknown=unknown(item, scene) if overview else NOTHING,
        missing=_missing(item, scene),
        portable=bool(item.guide.materials),
        takeable=bool(item.queue),
        leaf=screen.leaf,
    )
    return Touchable(page, {**_touches(item, tabs), "take": Pressed(Press.TAKE), **TURNS})


def _map(item: Item, tab: GuideTab, scene: Scene) -> FloorMap | None:
    """The way to the item's windows; in low mode it stands above the page already."""
    wanted = tab in (GuideTab.OVERVIEW, GuideTab.PLACE) and not scene.low
    return floor_map(item.queue, scene) if wanted else None


def shown_tabs(item: Item, scene: Scene) -> tuple[GuideTab, ...]:
    """The tabs that have something to read, in the order that the hall gives their groups."""
    groups = scene.hall.catalogue.groups
    order = dict.fromkeys(TABS[group] for group in groups if group in TABS)
    full = tuple(tab for tab in order if _full(item, tab, scene))
    return (GuideTab.OVERVIEW, *full) if full else ()


def _full(item: Item, tab: GuideTab, scene: Scene) -> bool:
    match tab:
        case GuideTab.MATERIALS:
            return bool(item.guide.materials)
        case GuideTab.STEPS:
            return bool(item.guide.steps) or bool(guide_rows.terms(item, scene))
        case _:
            return bool(_texts(item, tab, scene))


def _texts(item: Item, tab: GuideTab, scene: Scene) -> tuple[TextRow, ...]:
    match tab:
        case GuideTab.STEPS if not item.guide.steps:
            return guide_rows.terms(item, scene)
        case GuideTab.GROUNDS:
            return guide_rows.grounds(item, scene)
        case GuideTab.FEE:
            return guide_rows.charges(item, scene)
        case GuideTab.PLACE:
            return guide_rows.place(item, scene)
        case GuideTab.QUESTIONS:
            return guide_rows.questions(item, scene)
        case _:
            return ()


def _keys(tabs: tuple[GuideTab, ...], chosen: GuideTab) -> tuple[GuideTabKey, ...]:
    return tuple(
        GuideTabKey(f"tab-{each}", say(f"guide.tab.{each}"), each is chosen) for each in tabs
    )


def _lead(item: Item, tab: GuideTab, scene: Scene) -> Wording:
    """One line above what is read: how many things are ready, how long it takes, where to go."""
    match tab:
        case GuideTab.MATERIALS:
            return _counted(item, scene)
        case GuideTab.STEPS if item.guide.steps:
            return guide_rows.in_short(item, scene)
        case GuideTab.OVERVIEW:
            crowded = scene.room.flat and scene.comfort.elder  # the card of the window says it too
            return (
                NOTHING
                if crowded or floor_map(item.queue, scene) is None
                else whereto(item, scene.hall)
            )
        case _:
            return NOTHING


def _counted(item: Item, scene: Scene) -> Wording:
    """How many things are ready; before the first, what a touch does."""
    have = len(ready(item, scene.ticks))
    told, hint = say("guide.ready", ready=have, all=len(item.guide.materials)), say("guide.tick")
    return told if have else Wording(f"{told.zh}，{hint.zh}", f"{told.en}. {hint.en}")


def _foreign(item: Item) -> Wording:
    """For who reads English: a name that nobody has translated, a guide that is in Chinese."""
    if not item.name_en:
        return Wording("", say("guide.foreign.name").en)
    return Wording("", say("guide.foreign").en) if item.guide.conditions else NOTHING


def _missing(item: Item, scene: Scene) -> Wording:
    """Of whom has begun to tick: how many required things are not ready. It keeps nobody from
    taking a number."""
    have = ready(item, scene.ticks)
    lacking = [
        nth for nth, each in enumerate(item.guide.materials) if each.required and nth not in have
    ]
    return say("guide.missing", count=len(lacking)) if have and lacking else NOTHING


def _touches(item: Item, tabs: tuple[GuideTab, ...]) -> dict[str, Touch]:
    every = range(len(item.guide.materials))
    return {
        **{f"tab-{each}": GoTo(Guidance(item, each)) for each in tabs},
        **{f"tick-{nth}": MaterialTicked(item.id, nth) for nth in every},
        **{f"sample-{nth}": GoTo(Sample(item, nth)) for nth in every},
        "take-away": GoTo(TakeAway(item)),
    }
