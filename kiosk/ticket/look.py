"""What the ticket kiosk shows, as values: a pure function of everything known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kiosk.ticket.aloud import LEAST, MOST, loudness
from kiosk.ticket.events import WOKEN, CornerKey, CornerTouched, Press, Pressed, Touch
from kiosk.ticket.pages.home import HOME_ROW
from kiosk.ticket.pages.page_row import Foot, PageRow
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import Comfort, Home, Language, Screen, StillThere
from kiosk.ticket.staff_screens import ForStaff
from kiosk.words import Wording, named, say
from kiosk.words.calendar import clock, short_date
from kiosk.words.values import Page

if TYPE_CHECKING:
    from kiosk.ticket.pages.high import HighPart

COMFORTS: dict[str, Touch] = {
    "elder": Pressed(Press.ELDER),
    "english": Pressed(Press.ENGLISH),
    "contrast": Pressed(Press.CONTRAST),
    "low": Pressed(Press.LOW),
}
CORNERS: dict[str, Touch] = {
    key.value: CornerTouched(key) for key in (CornerKey.HELD, CornerKey.OTHER)
}
WAYS_OUT: dict[str, Touch] = {"back": Pressed(Press.BACK), "home": Pressed(Press.HOME)}
WAKING: dict[str, Touch] = {"wake": WOKEN}
STAYING: dict[str, Touch] = {"continue": Pressed(Press.CONTINUE)}


class FrameKey(Struct, frozen=True):
    """One key of the frame below every page."""

    name: str
    icon: str
    label: Wording
    chosen: bool
    enabled: bool


class StillAsked(Struct, frozen=True):
    """您还在吗? `left` of `total` seconds until home."""

    left: int
    total: int


class TicketLook(Struct, frozen=True):
    """Everything on the glass: the frame, the page in it, what stands above it in low mode,
    the question over it, the picture or film over all while nobody is there, and whether pictures
    fade. `grow`:
    how much larger than on the least glass; `bar`: millimetres of the bars above and below."""

    elder: bool
    contrast: bool
    low: bool
    grow: float
    bar: float
    language: Language
    hall: Wording
    date: Wording
    time: str
    frame_keys: tuple[FrameKey, ...]
    page: Page
    high: HighPart | None
    still: StillAsked | None
    attract: str
    attract_film: bool
    attract_moves: bool


def look(scene: Scene) -> tuple[TicketLook, Touches]:
    """The glass, and what each named thing on it means when it is touched."""
    if isinstance(scene.screen, ForStaff):
        scene = replace(scene, comfort=replace(scene.comfort, elder=False))
    asking = scene.screen if isinstance(scene.screen, StillThere) else None
    screen = asking.under if asking else scene.screen
    row = HOME_ROW if isinstance(screen, Home) else _row(screen)
    made = row.make(screen, scene)
    shown = TicketLook(
        elder=scene.comfort.elder,
        contrast=scene.comfort.contrast,
        low=scene.low,
        grow=scene.glass.grow,
        bar=scene.room.bar,
        language=scene.comfort.language,
        hall=named(scene.hall.hall),
        date=short_date(scene.local),
        time=clock(scene.local),
        frame_keys=_frame_keys(row.foot, scene),
        page=made.page,
        high=_high(screen, scene) if scene.low else None,
        still=_still(asking, scene) if asking else None,
        attract=scene.attract,
        attract_film=scene.attract_film,
        attract_moves=not scene.hall.attract.still,
    )
    if scene.attract:
        return shown, WAKING
    heard = _heard(row.foot, scene)
    return shown, STAYING if asking else {**made.touches, **_frame_touches(row.foot), **heard}


def _row(screen: Screen) -> PageRow:
    from kiosk.ticket.pages.table import PAGES  # every page there is; a start shows home alone

    return PAGES[type(screen)]


def _high(screen: Screen, scene: Scene) -> HighPart:
    from kiosk.ticket.pages.high import high  # nor does it begin in low mode

    return high(screen, scene)


def _frame_touches(foot: Foot) -> Touches:
    match foot:
        case Foot.STAFF:
            return {"english": COMFORTS["english"], **WAYS_OUT}
        case Foot.ALL:
            return {**COMFORTS, **CORNERS, **WAYS_OUT}
        case Foot.HOME:
            return {**COMFORTS, **CORNERS}
        case Foot.NONE:
            return {}


def _heard(foot: Foot, scene: Scene) -> Touches:
    """What reads the page aloud, also where no other key of the frame can be pressed."""
    if not scene.voice or foot is Foot.STAFF:
        return {}
    if not scene.reading:
        return {"read": Pressed(Press.READ)}
    loud = loudness(scene.hall.voice.volume, scene.comfort)
    softer = {"softer": Pressed(Press.SOFTER)} if loud > LEAST else {}
    louder = {"louder": Pressed(Press.LOUDER)} if loud < MOST else {}
    return {"read": Pressed(Press.READ), **softer, **louder}


def _frame_keys(foot: Foot, scene: Scene) -> tuple[FrameKey, ...]:
    comfort, touches = scene.comfort, {**_frame_touches(foot), **_heard(foot, scene)}
    ways = (("back", "back", "back", False), ("home", "home", "home", False))
    if scene.reading:
        keys: tuple[tuple[str, str, str, bool], ...] = (
            *ways,
            ("softer", "minus", "aloud.softer", False),
            ("louder", "plus", "aloud.louder", False),
            ("read", "pause", "aloud.stop", True),
        )
    else:
        keys = (*ways, *_comforts(comfort), ("read", "sound", "aloud", False))
    return tuple(
        FrameKey(name, icon, say(words), chosen, name in touches)
        for name, icon, words, chosen in keys
        if not (scene.glass.wide and name == "low") and (scene.voice or name != "read")
    )


def _comforts(comfort: Comfort) -> tuple[tuple[str, str, str, bool], ...]:
    return (
        ("elder", "elder", "elder-mode", comfort.elder),
        ("english", "globe", "language", comfort.language is Language.EN),
        ("contrast", "contrast", "contrast-mode", comfort.contrast),
        ("low", "wheelchair", "low-mode", comfort.low),
    )


def _still(asking: StillThere, scene: Scene) -> StillAsked:
    left = max(0, math.ceil(asking.until - scene.seconds))
    return StillAsked(left, round(scene.hall.kiosk.still_there_seconds))
