"""What the guide desk shows, as values: a pure function of what it knows and the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from broker.domain.hall import Hall
from broker.domain.kiosks import GuideDesk
from kiosk.guide_desk import screens
from kiosk.guide_desk.pages import PAGES
from kiosk.guide_desk.pages.scene import DeskScene
from kiosk.guide_desk.pressable import pressable
from kiosk.guide_desk.screens import Key, Screen
from kiosk.guide_desk.state import DeskState
from kiosk.words import Wording, say
from kiosk.words.calendar import clock
from kiosk.words.spelling import Spelling
from kiosk.words.values import DotWord, Page, Tone, UndoKey, undo_key

_WAYS = (
    (Key.TAKE, "ticket", "F1"),
    (Key.FIND, "search", "F2"),
    (Key.MISSED, "skip", "F3"),
    (Key.WAITING, "people", "F4"),
    (Key.OPINIONS, "document", "F9"),
)


class WayKey(Struct, frozen=True):
    """One of the five ways along the side."""

    name: Key
    icon: str
    label: Wording
    hint: str
    chosen: bool
    enabled: bool


class GuideDeskLook(Struct, frozen=True):
    """Everything on the glass: the frame, and the page in it; `undo` is None where nothing can be
    taken back."""

    title: Wording
    guide: str
    time: str
    signed_in: bool
    sign_out: bool
    ways: tuple[WayKey, ...]
    keypad: bool
    sentence: Wording
    tone: Tone
    away: bool
    resting: bool
    undo: UndoKey | None
    printer: DotWord
    page: Page


def look(
    known: DeskState, at: datetime, seconds: float, spellings: Mapping[str, Spelling]
) -> GuideDeskLook:
    """The desk at hall time `at`, and monotonic `seconds`."""
    keys, local = pressable(known), at.astimezone(known.zone)
    chosen = _way(known.screen)
    scene = DeskScene(known, keys, local, seconds, spellings)
    return GuideDeskLook(
        title=title(known.hall, known.desk),
        guide=known.seat.name or known.guide,
        time=clock(local),
        signed_in=bool(known.guide),
        sign_out=Key.SIGN_OUT in keys,
        ways=tuple(
            WayKey(name, icon, say(f"guide.way.{name}"), hint, name is chosen, name in keys)
            for name, icon, hint in _WAYS
        ),
        keypad=known.keypad,
        sentence=known.sentence if known.up else say("server-away"),
        tone=known.tone if known.up else Tone.STOP,
        away=not known.up,
        resting=seconds < known.resting_until,
        undo=_undo(known, seconds, possible=Key.UNDO in keys),
        printer=_printer(known),
        page=PAGES[type(known.screen)](known.screen, scene),
    )


def _undo(known: DeskState, seconds: float, *, possible: bool) -> UndoKey | None:
    done = known.done
    if done is None or not possible:
        return None
    return undo_key(f"{done.step}", done.number, done.until - seconds)


def title(hall: Hall, desk: GuideDesk) -> Wording:
    """What the hall calls its guide desk, and which one this is."""
    return say(
        "guide.title", desk=Wording(hall.hall.guide_desk, say("guide.desk").en), name=desk.name
    )


def _way(screen: Screen) -> Key | None:
    """The way a screen belongs to."""
    match screen:
        case screens.EmptySeat():
            return None
        case screens.Dossier(under=under):
            return _way(under)
        case screens.Cancelling(dossier):
            return _way(dossier)
        case screens.Find():
            return Key.FIND
        case screens.Missed():
            return Key.MISSED
        case screens.WaitingList():
            return Key.WAITING
        case screens.OpenOpinions() | screens.OpinionRead():
            return Key.OPINIONS
        case _:
            return Key.TAKE


def _printer(known: DeskState) -> DotWord:
    if not known.desk.line:
        return DotWord(Tone.QUIET, say("guide.printer.none"))
    if known.printer_trouble:
        return DotWord(Tone.STOP, say(f"trouble.{known.printer_trouble}"))
    if known.paper.low:
        return DotWord(Tone.WARN, say("trouble.paper-low"))
    printer, ready = say("guide.printer"), say("device.ready")
    return DotWord(Tone.OK, Wording(printer.zh + ready.zh, f"{printer.en} {ready.en}"))
