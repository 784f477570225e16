"""The last look before a number is taken for somebody. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from broker.domain.hall import PriorityClass
from broker.domain.opening import Opening
from kiosk.guide_desk.pages.scene import DeskScene, key
from kiosk.guide_desk.screens import Key, TakeNumber
from kiosk.words import NOTHING, Wording, at_windows, queue_name, say
from kiosk.words.calendar import clock
from kiosk.words.values import ChoiceKey, KeyLook, Page

_AT = ("guide.windows.one", "guide.windows")
SLOT = timedelta(minutes=30)
MOST_SLOTS = 16  # two lines of eight

_GROUPS = (
    (PriorityClass.ELDERLY, "elder"),
    (PriorityClass.DISABLED, "wheelchair"),
    (PriorityClass.PREGNANT, "pregnant"),
    (PriorityClass.INFANT, "infant"),
    (PriorityClass.SERVICEMAN, "shield"),
    (PriorityClass.GREEN, "leaf"),
    (PriorityClass.APPOINTMENT, "clock"),
)


class TakeNumberPage(Page, frozen=True):
    """`waiting` None: nobody has said. `slots` are times of day, none unless for an appointment;
    `note` says that there will be no slip, or no window yet."""

    queue: Wording
    windows: Wording
    waiting: int | None
    groups: tuple[ChoiceKey, ...]
    slots: tuple[ChoiceKey, ...]
    note: Wording
    get: KeyLook
    back: KeyLook


def take_number(screen: TakeNumber, scene: DeskScene) -> TakeNumberPage:
    """Queue, priority, and the one key."""
    state = scene.known.queues.get(screen.queue)
    windows = [window.number for window in scene.known.hall.windows_of(screen.queue)]
    words = "guide.get.screen" if scene.known.printer_trouble else "guide.get"
    return TakeNumberPage(
        queue=_name(screen, scene),
        windows=NOTHING if screen.code else at_windows(*_AT, windows),
        waiting=state.waiting if state else None,
        groups=tuple(
            ChoiceKey(group, say(f"group.{group}"), icon, group is screen.group)
            for group, icon in _GROUPS
            if not screen.code
        ),
        slots=_slots(screen, scene),
        note=_note(screen, scene),
        get=key(scene, Key.GET, "ticket", words, "Enter"),
        back=key(scene, Key.BACK, "back", "back", "Esc"),
    )


def _name(screen: TakeNumber, scene: DeskScene) -> Wording:
    if screen.code:
        return say("guide.code.typed", code=f"{screen.code[:3]} {screen.code[3:]}")
    return queue_name(scene.known.hall, screen.queue)


def _note(screen: TakeNumber, scene: DeskScene) -> Wording:
    if scene.known.broken:
        return say("guide.no-journal")
    if scene.known.printer_trouble:
        return say("guide.no-paper" if scene.known.desk.line else "guide.no-printer")
    state = scene.known.queues.get(screen.queue)
    return say("guide.no-window") if state and not state.windows_open else NOTHING


def _slots(screen: TakeNumber, scene: DeskScene) -> tuple[ChoiceKey, ...]:
    if screen.code or screen.group is not PriorityClass.APPOINTMENT:
        return ()
    times = slot_times(scene.known.hall.hours, scene.local)
    return tuple(ChoiceKey(each, Wording(each, each), "", each == screen.slot) for each in times)


def slot_times(hours: Opening, local: datetime) -> list[str]:
    """The half hours of today's sessions that are not long over."""
    times = []
    for begins, ends in hours.sessions:
        at, end = _today(local, begins), _today(local, ends)
        while at < end:
            times += [clock(at)] if at > local - SLOT else []
            at += SLOT
    return times[:MOST_SLOTS]


def _today(local: datetime, text: str) -> datetime:
    return datetime.combine(local.date(), time.fromisoformat(text), tzinfo=local.tzinfo)
