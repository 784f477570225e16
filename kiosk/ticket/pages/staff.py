"""The staff corner: who is there, how the kiosk is, and whether it is really to end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from msgspec import Struct

from broker.domain.alerts import AlertCode
from kiosk.ticket.card_place import CardPlace
from kiosk.ticket.corner_known import GivenHere
from kiosk.ticket.events import CornerKey, CornerTouched, Press, Pressed, Touch
from kiosk.ticket.pages.keys import CHARACTERS
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.staff_screens import ProgramEnd, StaffCorner, StaffDoor, StaffEnd, Trial
from kiosk.words import NOTHING, WORDS, Wording, say
from kiosk.words.calendar import clock
from kiosk.words.values import Page, Tone

_TRIED = {
    Trial.NONE: (NOTHING, Tone.QUIET),
    Trial.GOING_ON: (say("corner.trying"), Tone.PRIMARY),
    Trial.WELL: (say("corner.tried"), Tone.OK),
    Trial.FAILED: (say("corner.try-failed"), Tone.STOP),
}


class StaffDoorPage(Page, frozen=True):
    """`hint` says what is typed next, `said` why nobody was let in."""

    shown: str
    hint: Wording
    said: Wording


class StaffLine(Struct, frozen=True):
    """One thing, and how it is."""

    what: Wording
    how: Wording
    tone: Tone


class StaffCornerPage(Page, frozen=True):
    """`tried` is what came of a trial of the printer; while one is under way none is `open`."""

    lines: tuple[StaffLine, ...]
    tried: Wording
    tried_tone: Tone
    open: bool


class StaffEndPage(Page, frozen=True):
    """`what` follows if it ends."""

    sure: Wording
    what: Wording


def staff_door(screen: StaffDoor, _scene: Scene) -> Touchable:
    """A staff number, then a PIN."""
    page = StaffDoorPage(
        shown=screen.shown,
        hint=say("corner.pin" if screen.asks_pin else "corner.number"),
        said=screen.refused if not screen.asks else say("panel.busy.open"),
    )
    touches: dict[str, Touch] = {
        **CHARACTERS,
        "erase": Pressed(Press.ERASE),
        "clear": Pressed(Press.CLEAR),
        "enter": CornerTouched(CornerKey.ENTER),
    }
    return Touchable(page, touches)


def staff_corner(screen: StaffCorner, scene: Scene) -> Touchable:
    """How the kiosk is, and what can be done."""
    tried, tone = _TRIED[screen.tried]
    idle = screen.tried is not Trial.GOING_ON
    page = StaffCornerPage(tuple(_lines(scene)), tried, tone, idle)
    touches: dict[str, Touch] = {
        **({"try": CornerTouched(CornerKey.TRY)} if idle else {}),
        "restart": CornerTouched(CornerKey.RESTART),
        "desktop": CornerTouched(CornerKey.DESKTOP),
        "done": Pressed(Press.HOME),
    }
    return Touchable(page, touches)


def staff_end(screen: StaffEnd, _scene: Scene) -> Touchable:
    """Asked once."""
    desktop = screen.ending is ProgramEnd.DESKTOP
    page = StaffEndPage(
        sure=say("corner.desktop.sure" if desktop else "corner.restart.sure"),
        what=say("corner.desktop.what" if desktop else "corner.restart.what"),
    )
    return Touchable(page, {"end": CornerTouched(CornerKey.END), "no": Pressed(Press.HOME)})


def _lines(scene: Scene) -> Iterable[StaffLine]:
    yield _printer(scene)
    yield _input("corner.card", scene.card_place)
    yield _input("corner.scanner", scene.scanner)
    up = scene.connected
    yield _line("corner.bus", say("corner.well" if up else "corner.away"), _tone(up))
    here = Wording(scene.kiosk, scene.kiosk)
    yield _line("corner.version", say("corner.given", number=here, clock=scene.version))
    yield _line("corner.numbers", _numbers(scene.corner.numbers, scene.local.tzinfo))
    yield _line("corner.alarms", _alarms(scene), _tone(not scene.corner.alarms))


def _line(key: str, how: Wording, tone: Tone = Tone.QUIET) -> StaffLine:
    return StaffLine(say(key), how, tone)


def _tone(well: bool) -> Tone:
    return Tone.OK if well else Tone.WARN


def _printer(scene: Scene) -> StaffLine:
    """Its trouble; else that its paper comes to its end; else that it is well."""
    low = dict(scene.corner.alarms).get(AlertCode.PAPER_LOW, "")
    trouble = scene.printer_trouble or low
    how = _trouble(trouble) if trouble else say("corner.well")
    return _line("corner.printer", how, _tone(not trouble))


def _input(key: str, place: CardPlace) -> StaffLine:
    if not place.exists:
        return _line(key, say("corner.no-card"))
    trouble = place.trouble
    how = _trouble(f"card-{trouble}") if trouble else say("corner.well")
    return _line(key, how, _tone(place.works))


def _trouble(reason: str) -> Wording:
    """A reason of an alert in words; itself where it has none."""
    key = f"trouble.{reason}"
    return say(key) if key in WORDS else Wording(reason, reason)


def _numbers(given: tuple[GivenHere, ...], zone: tzinfo | None) -> Wording:
    return _joined(
        say("corner.given", number=each.number, clock=clock(each.at.at.astimezone(zone)))
        for each in given
    )


def _alarms(scene: Scene) -> Wording:
    return _joined(
        say(f"alarm.{code}", kiosk=scene.kiosk, what=_trouble(reason))
        for code, reason in scene.corner.alarms
    )


def _joined(each: Iterable[Wording]) -> Wording:
    all_of = tuple(each)
    if not all_of:
        return say("corner.nothing")
    return Wording("；".join(each.zh for each in all_of), "; ".join(each.en for each in all_of))
