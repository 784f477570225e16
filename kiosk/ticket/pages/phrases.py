"""Sentences that stand on several pages of the ticket kiosk. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from broker.domain.hall import Queue
from broker.domain.notices import Notice
from kiosk.input.came import InputTrouble
from kiosk.ticket import hours
from kiosk.ticket.pages.scene import Scene
from kiosk.words import NOTHING, Wording, at_windows, desk_of, named, say
from kiosk.words.calendar import coming_time
from kiosk.words.values import Tone

_LAY_AGAIN = (None, InputTrouble.UNREADABLE)  # how a reader is on which a card may be laid again


def queue_name(key: str, scene: Scene) -> Wording:
    """The name of a queue; nothing where hall.toml has no such queue any more."""
    queue = scene.hall.queue(key)
    return named(queue) if queue else NOTHING


def department_name(key: str, scene: Scene) -> Wording:
    """The name of a department; nothing where it has no queue any more."""
    department = scene.catalogue.department(key)
    return named(department) if department else NOTHING


def at_desk(key: str, scene: Scene) -> Wording:
    """Words that send somebody to the guide desk."""
    return say(key, desk=desk_of(scene.hall.hall))


def windows(numbers: Iterable[int]) -> Wording:
    """`2、3 号窗口`; where none is known, a word to look around."""
    known = tuple(numbers)
    if not known:
        return say("ticket.windows.none")
    return at_windows("ticket.windows.one", "ticket.windows", known)


def serving(queues: Iterable[Queue], scene: Scene) -> Wording:
    """The windows of these queues."""
    return windows({each.number for queue in queues for each in scene.hall.windows_of(queue.id)})


def of_the_card(scene: Scene, needed: bool) -> tuple[Wording, Tone]:
    """What a visitor should know of their ID card here; nothing where that is nothing."""
    holder = scene.holder
    if holder.problem is not None and scene.card_place.trouble in _LAY_AGAIN:
        return at_desk(f"card.problem.{holder.problem}", scene), Tone.WARN
    if holder.card is not None:
        name, number = holder.card.name, holder.card.number
        return say("card.read", name=name, number=number), Tone.OK
    if not needed:
        return NOTHING, Tone.PRIMARY
    if not scene.card_place.works:
        return at_desk("card.needed.away", scene), Tone.WARN
    return at_desk("card.needed", scene), Tone.PRIMARY


def notice(scene: Scene, *, brief: bool = False) -> tuple[Wording, Tone]:
    """Whether numbers are given now, in one line, and its tone; unless `brief`, the newest notice
    too."""
    standing = hours.standing(scene.hall.hours, scene.local)
    if isinstance(standing, hours.ClosedNow):
        return closed_until(standing, scene), Tone.WARN
    if scene.spares:
        return say("ticket.spare.notice"), Tone.WARN
    if not scene.connected:
        return at_desk("ticket.away.notice", scene), Tone.WARN
    if scene.printer_trouble:
        return say("ticket.no-paper"), Tone.WARN
    return _open(scene, () if brief else scene.notices[:1]), Tone.PRIMARY


def hung_up(newest: Notice) -> Wording:
    """The title of a notice."""
    return say("ticket.notice", title=Wording(newest.title, newest.title_en))


def _open(scene: Scene, told: tuple[Notice, ...]) -> Wording:
    """When, and the newest of what the hall has hung up."""
    sessions = hours.timetable(scene.hall.hours)
    for newest in told:
        title = Wording(newest.title, newest.title_en)
        return say("ticket.open.notice", sessions=sessions, title=title)
    return say("ticket.open", sessions=sessions)


def closed_until(closed: hours.ClosedNow, scene: Scene) -> Wording:
    """Why closed, and when again."""
    why = hours.reason(closed.why)
    if closed.opens is None:
        return say("ticket.closed.long", why=why, desk=desk_of(scene.hall.hall))
    return say("ticket.closed", why=why, when=coming_time(closed.opens, scene.local))
