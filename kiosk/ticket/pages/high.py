"""The upper half in low mode, where nothing can be reached: it helps by being read. Pure."""

from __future__ import annotations

from msgspec import Struct

from kiosk.ticket.pages.phrases import at_desk, notice, queue_name, windows
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Confirm, Guidance, Printing, Remember, Screen, YourTicket
from kiosk.words import Wording, say


class HighPart(Struct, frozen=True):
    """The way to the window where one is in question, else what the hall has to say."""

    icon: str
    lead: Wording
    sub: Wording


def high(screen: Screen, scene: Scene) -> HighPart:
    """What stands above `screen`."""
    queue = _queue(screen)
    if not queue:
        words, _ = notice(scene)
        return HighPart("low", say("ticket.keys-below"), words)
    where = windows(each.number for each in scene.hall.windows_of(queue))
    sub = queue_name(queue, scene) if where != say("ticket.windows.none") else _ask(scene)
    return HighPart("window", where, sub)


def _queue(screen: Screen) -> str:
    """The queue that this screen is about; "" where it is about none."""
    match screen:
        case Confirm(queue=queue) | Printing(queue=queue):
            return queue
        case YourTicket(queue=queue) | Remember(queue=queue):
            return queue
        case Guidance(item=item):
            return item.queue
        case _:
            return ""


def _ask(scene: Scene) -> Wording:
    return at_desk("ticket.help", scene)
