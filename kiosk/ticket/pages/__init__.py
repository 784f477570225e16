"""From the flow's screen to what the glass shows: one pure function of everything known."""

from __future__ import annotations

import math
from typing import assert_never

from kiosk.ticket.events import Press, Pressed, Touch
from kiosk.ticket.pages import lists, taking
from kiosk.ticket.pages.guidance import guidance
from kiosk.ticket.pages.home import home
from kiosk.ticket.pages.scene import Page, Pair, Scene, at_desk, say
from kiosk.ticket.place import AtWindow, Gone, NotGiven, NotKnown, Unreadable, Waiting, place
from kiosk.ticket.screens import (
    Cannot,
    Choose,
    Confirm,
    Guidance,
    Home,
    Items,
    Language,
    Printing,
    Progress,
    Remember,
    Screen,
    Search,
    StillThere,
    Ticket,
)

__all__ = ["Page", "Scene", "present"]

COMFORTS: dict[str, Touch] = {
    "elder": Pressed(Press.ELDER),
    "english": Pressed(Press.ENGLISH),
    "low": Pressed(Press.LOW),
}
WAYS_OUT: dict[str, Touch] = {"back": Pressed(Press.BACK), "home": Pressed(Press.HOME)}


def present(scene: Scene) -> Page:
    """The page for `scene.screen`, with the frame's keys and the ring when nobody moves."""
    screen = scene.screen
    page = _page(screen, scene)
    if isinstance(screen, StillThere):
        left = max(0, math.ceil(screen.until - scene.now.seconds))
        total = round(scene.hall.kiosk.still_there_seconds)
        still: dict[str, object] = {"shown": True, "left": left, "total": total}
        touches: dict[str, Touch] = {"continue": Pressed(Press.CONTINUE)}
        return Page(page.data, touches, _keys(screen.under, scene), still)
    nobody_asked: dict[str, object] = {"shown": False, "left": 0, "total": 1}
    touches = {**page.touches, **_frame_touches(screen)}
    return Page(page.data, touches, _keys(screen, scene), nobody_asked)


def _page(screen: Screen, scene: Scene) -> Page:
    match screen:
        case Home():
            return home(scene)
        case Choose():
            return lists.choose(screen, scene)
        case Search():
            return lists.search(screen, scene)
        case Items():
            return lists.items(screen, scene)
        case Progress():
            return _progress(screen, scene)
        case StillThere(under=under):
            return _page(under, scene)
        case _:
            return _taking(screen, scene)


def _taking(
    screen: Guidance | Confirm | Printing | Ticket | Remember | Cannot, scene: Scene
) -> Page:
    match screen:
        case Guidance():
            return guidance(screen, scene)
        case Confirm():
            return taking.confirm(screen, scene)
        case Printing():
            return taking.printing(screen, scene)
        case Ticket():
            return taking.ticket(screen, scene)
        case Remember():
            return taking.remember(screen, scene)
        case Cannot():
            return taking.cannot(screen, scene)
        case _:
            assert_never(screen)


def _held(screen: Screen) -> bool:
    """Screens that are left by their own key alone."""
    return isinstance(screen, Printing | Remember | Ticket)


def _frame_touches(screen: Screen) -> dict[str, Touch]:
    if _held(screen):
        return {}
    return COMFORTS if isinstance(screen, Home) else {**COMFORTS, **WAYS_OUT}


def _keys(screen: Screen, scene: Scene) -> list[dict[str, object]]:
    free, comfort = not _held(screen), scene.comfort
    away = free and not isinstance(screen, Home)
    english = comfort.language is Language.EN
    keys: list[dict[str, object]] = [
        {"name": "back", "icon": "back", "word": "back", "chosen": False, "enabled": away},
        {"name": "home", "icon": "home", "word": "home", "chosen": False, "enabled": away},
        _comfort_key("elder", "elder", "elder-mode", comfort.elder, free),
        _comfort_key("english", "globe", "language", english, free),
        _comfort_key("low", "wheelchair", "low-mode", comfort.low, free),
    ]
    return keys[:-1] if scene.wide else keys


def _comfort_key(name: str, icon: str, word: str, chosen: bool, free: bool) -> dict[str, object]:
    return {"name": name, "icon": icon, "word": word, "chosen": chosen, "enabled": free}


def _progress(screen: Progress, scene: Scene) -> Page:
    tone, what, why = _standing(screen, scene)
    data: dict[str, object] = {
        "name": "progress",
        "text": screen.text,
        "tone": tone,
        "what": what,
        "why": why,
    }
    return Page(data, lists.KEYPAD)


def _standing(screen: Progress, scene: Scene) -> tuple[str, Pair, Pair]:
    """Where the typed number stands, in words, and in which tone."""
    nothing: Pair = {"zh": "", "en": ""}
    at = place(screen.text, scene.hall, scene.world.queues, scene.world.windows)
    match at:
        case Unreadable():
            return "quiet", say("ticket.type-number"), say("ticket.place.example")
        case NotKnown():
            return "warn", say("ticket.place.not-known"), at_desk("ticket.help", scene.hall)
        case NotGiven():
            return "warn", say("ticket.place.not-given"), say("ticket.place.not-given.why")
        case Gone():
            return "warn", say("ticket.place.gone"), at_desk("ticket.place.gone.why", scene.hall)
        case AtWindow(window=window, serving=serving):
            key = "ticket.place.serving" if serving else "ticket.place.at"
            return "ok", say(key, window=window), nothing
        case Waiting(ahead=ahead, more=True):
            why = at_desk("ticket.place.more.why", scene.hall)
            return "primary", say("ticket.place.more", count=ahead), why
        case Waiting(ahead=ahead):
            key = "ticket.place.waiting" if ahead else "ticket.place.next"
            return "primary", say(key, count=ahead), nothing
        case _:
            assert_never(at)
