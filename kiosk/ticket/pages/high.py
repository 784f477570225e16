"""The upper half in low mode, where nothing can be reached: it helps by being read. Pure."""

from __future__ import annotations

from msgspec import Struct

from kiosk.ticket.pages.floor_map import FloorMap, floor_map
from kiosk.ticket.pages.phrases import at_desk, notice, queue_name, windows
from kiosk.ticket.pages.plate import wait
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import (
    Already,
    Confirm,
    Guidance,
    Notices,
    NoticeText,
    Printing,
    Remember,
    Screen,
    YourTicket,
)
from kiosk.words import NOTHING, Wording, say

MOST_NOTICES, OF_ELDER = 3, 1  # so many fit in letters of each size


class HighPart(Struct, frozen=True):
    """The way to the window where one is in question, with the hall's map where it has one; else
    what the hall has to say, the newest of its notices first. `why`: of a number, why nobody knows
    how long it waits."""

    icon: str
    lead: Wording
    sub: Wording
    why: Wording = NOTHING
    map: FloorMap | None = None
    notices: tuple[Wording, ...] = ()


def high(screen: Screen, scene: Scene) -> HighPart:
    """What stands above `screen`."""
    queue = _queue(screen)
    if not queue:
        words, _ = notice(scene, brief=True)
        return HighPart("low", say("ticket.keys-below"), words, notices=_notices(screen, scene))
    where = windows(each.number for each in scene.hall.windows_of(queue))
    sub = queue_name(queue, scene) if where != say("ticket.windows.none") else _ask(scene)
    return HighPart("window", where, sub, _why(screen), floor_map(queue, scene))


def _why(screen: Screen) -> Wording:
    """Why nobody knows how long a number will wait, if nobody does."""
    match screen:
        case YourTicket(wait=None) | Remember(wait=None):
            return wait(screen)
        case _:
            return NOTHING


def _notices(screen: Screen, scene: Scene) -> tuple[Wording, ...]:
    """Titles of the newest; none above a page that shows them itself."""
    if isinstance(screen, Notices | NoticeText):
        return ()
    most = OF_ELDER if scene.comfort.elder else MOST_NOTICES
    return tuple(Wording(each.title, each.title_en) for each in scene.notices[:most])


def _queue(screen: Screen) -> str:
    """The queue that this screen is about; "" where it is about none."""
    match screen:
        case Confirm(queue=queue) | Printing(queue=queue):
            return queue
        case YourTicket(queue=queue) | Remember(queue=queue):
            return queue
        case Guidance(item=item):
            return item.queue
        case Already(had=had):
            return had.queue
        case _:
            return ""


def _ask(scene: Scene) -> Wording:
    return at_desk("ticket.help", scene)
