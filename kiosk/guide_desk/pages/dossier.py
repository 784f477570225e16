"""One ticket: where it stands, what happened to it, what can be done. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.requests import Standing
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import CancelTicket, RequeueTicket
from kiosk.guide_desk.pages.history import told
from kiosk.guide_desk.pages.scene import DeskScene, before, key, minutes_left
from kiosk.guide_desk.screens import Dossier, Key
from kiosk.words import NOTHING, Wording, group_name, queue_name, say
from kiosk.words.calendar import clock, lasting, minutes
from kiosk.words.paging import paged
from kiosk.words.values import KeyLook, PagedPage, Tone

LINES = 9

_TONES = {
    TicketState.WAITING: Tone.PRIMARY,
    TicketState.CALLED: Tone.PRIMARY,
    TicketState.SERVING: Tone.PRIMARY,
    TicketState.DONE: Tone.OK,
    TicketState.NO_SHOW: Tone.WARN,
}


class HistoryLine(Struct, frozen=True):
    """One step: when, what, where and who."""

    time: str
    what: Wording
    where: Wording


class DossierPage(PagedPage, frozen=True):
    """`facts` are the lines under the number."""

    number: str
    queue: Wording
    state: Wording
    tone: Tone
    group: Wording
    facts: tuple[Wording, ...]
    lines: tuple[HistoryLine, ...]
    back: KeyLook
    acts: tuple[KeyLook, ...]
    main: KeyLook


def dossier(screen: Dossier, scene: DeskScene) -> DossierPage:
    """The ticket as the ledger told it last."""
    ticket = screen.found.ticket
    shown = paged(_lines(screen, scene), screen.page, LINES)
    return DossierPage(
        number=ticket.number,
        queue=queue_name(scene.known.hall, ticket.queue),
        state=Wording(ticket.state.zh, ticket.state.en),
        tone=_TONES.get(ticket.state, Tone.QUIET),
        group=group_name(ticket.group),
        facts=tuple(_facts(ticket, scene)),
        lines=shown.rows,
        page=shown.page,
        pages=shown.pages,
        back=key(scene, Key.BACK, "back", "back", "Esc"),
        acts=(
            key(scene, Key.REPRINT, "printer", "guide.reprint", "F7", _reprinting(scene)),
            key(scene, Key.CANCEL, "cross", "guide.cancel", "F6", _busy(scene, CancelTicket)),
        ),
        main=key(scene, Key.REQUEUE, "repeat", "guide.requeue", "F5", _busy(scene, RequeueTicket)),
    )


def _busy(scene: DeskScene, kind: type[CancelTicket | RequeueTicket]) -> Wording:
    if not isinstance(scene.known.asking.out, kind):
        return NOTHING
    return say("guide.cancel.busy" if kind is CancelTicket else "guide.requeue.busy")


def _reprinting(scene: DeskScene) -> Wording:
    return say("guide.reprint.busy") if scene.known.reprint else NOTHING


def _facts(ticket: Standing, scene: DeskScene) -> list[Wording]:
    facts = []
    if ticket.ahead is not None:
        facts.append(before(ticket.ahead))
    if ticket.state is TicketState.WAITING:
        facts.append(say("guide.waited", lasting=lasting(minutes(ticket.joined, scene.local))))
    if ticket.slot is not None:
        at = clock(ticket.slot.astimezone(scene.known.zone))
        facts.append(say("guide.booked", clock=at))
    if ticket.state is TicketState.NO_SHOW:
        facts.append(_time_left(ticket, scene))
    return facts


def _time_left(ticket: Standing, scene: DeskScene) -> Wording:
    left = minutes_left(ticket, scene)
    if left:
        return say("guide.minutes-left", lasting=lasting(left))
    return say("guide.too-late", minutes=scene.known.hall.calling.requeue_minutes)


def _lines(screen: Dossier, scene: DeskScene) -> list[HistoryLine]:
    hall, zone = scene.known.hall, scene.known.zone
    lines = []
    for each in screen.found.history:
        what, where = told(each, hall)
        lines.append(HistoryLine(clock(each.at.astimezone(zone)), what, where))
    return lines
