"""The home page, and whether the hall is open, in one line. Pure."""

from __future__ import annotations

from broker.domain.hall import Queue
from kiosk.ticket import hours
from kiosk.ticket.events import Departments, Press, Pressed, QueueChosen, Touch
from kiosk.ticket.pages.scene import Page, Pair, Scene, at_desk, name, say
from kiosk.ticket.screens import Purpose
from kiosk.words import desk_of
from kiosk.words.calendar import coming_time

BUSIEST = 6


def home(scene: Scene) -> Page:
    """Three ways to go on, the busiest queues, one line of notice."""
    busiest = _busiest(scene)
    rows = [queue_row(queue, scene) for queue in busiest]
    text, tone = notice(scene)
    data: dict[str, object] = {
        "name": "home",
        "queues": rows,
        "most": max([1, *(scene.world.queues[queue.id].waiting for queue in busiest)]),
        "notice": text,
        "tone": tone,
    }
    touches: dict[str, Touch] = {
        "card-take": Departments(Purpose.TAKE),
        "card-guide": Departments(Purpose.GUIDE),
        "card-progress": Pressed(Press.PROGRESS),
        **{f"queue-{queue.id}": QueueChosen(queue.id) for queue in busiest},
    }
    return Page(data, touches)


def _busiest(scene: Scene) -> tuple[Queue, ...]:
    known = [queue for queue in scene.hall.queues if queue.id in scene.world.queues]
    ranked = sorted(known, key=lambda queue: -scene.world.queues[queue.id].waiting)
    return tuple(ranked[:BUSIEST])


def notice(scene: Scene) -> tuple[Pair, str]:
    """The one line of the home page, and its tone."""
    standing = hours.standing(scene.hall.hours, scene.local)
    if isinstance(standing, hours.Closed):
        return closed_line(standing, scene), "warn"
    if not scene.connected:
        return at_desk("ticket.away.notice", scene.hall), "warn"
    if scene.printer_trouble:
        return say("ticket.no-paper"), "warn"
    return say("ticket.open", sessions=hours.timetable(scene.hall.hours)), "primary"


def closed_line(closed: hours.Closed, scene: Scene) -> Pair:
    """Why closed, and when again."""
    why = hours.reason(closed.why)
    if closed.opens is None:
        return say("ticket.closed.long", why=why, desk=desk_of(scene.hall.hall))
    return say("ticket.closed", why=why, when=coming_time(closed.opens, scene.local))


def queue_row(queue: Queue, scene: Scene) -> dict[str, object]:
    """A queue as a key: its name, and how many wait."""
    state = scene.world.queues.get(queue.id)
    return {
        "name": f"queue-{queue.id}",
        "label": name(queue),
        "prefix": queue.prefix,
        "waiting": state.waiting if state else 0,
        "known": state is not None,
    }
