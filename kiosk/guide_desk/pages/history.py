"""The facts of a ticket as lines a guide can read out: what, where, and who. Pure."""

from __future__ import annotations

from broker.domain.base import Fact, kebab
from broker.domain.calling import facts as calling
from broker.domain.hall import Hall
from broker.domain.ratings.facts import FollowUpOpened, RatingGiven, VisitUnrated
from broker.domain.requests import DatedFact
from broker.domain.tickets import facts as tickets
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.calendar import lasting

_WORDS: dict[type[Fact], str] = {
    tickets.TicketReserved: "did.reserved",
    tickets.TicketVoided: "did.voided",
    tickets.TicketExpired: "did.expired",
    tickets.TicketRequeued: "did.requeued",
    tickets.TicketReprinted: "did.reprinted",
    calling.CallDelivered: "did.delivered",
    calling.CallUndelivered: "did.undelivered",
    calling.ServiceStarted: "did.started",
    calling.TicketMissed: "did.missed",
    RatingGiven: "did.rated",  # how, is between the visitor and the hall
    VisitUnrated: "did.unrated",
    FollowUpOpened: "did.follow-up",
}

_PROGRAMS = ("ledger", "displays", "evaluators", "command")  # clients that are no screen


def told(dated: DatedFact, hall: Hall) -> tuple[Wording, Wording]:
    """What happened, and where and by whom."""
    return _what(dated, hall), _where(dated, hall)


def _what(dated: DatedFact, hall: Hall) -> Wording:
    match dated.fact:
        case tickets.TicketActivated(paper=paper):
            return say(f"did.activated.{paper}")
        case tickets.TicketCancelled(reason=reason) if reason:
            return say("did.cancelled.why", reason=Wording(reason.zh, reason.en))
        case tickets.TicketCancelled():
            return say("did.cancelled")
        case calling.TicketCalled(chosen=chosen):
            return say("did.called.chosen" if chosen else "did.called")
        case calling.TicketRecalled(times=times):
            return say("did.recalled", times=times)
        case calling.ServiceFinished(seconds=seconds):
            return say("did.finished", lasting=lasting(max(1, round(seconds / 60))))
        case calling.TicketNoted(note=note):
            return say("did.noted", note=note) if note else say("did.note-gone")
        case calling.StepUndone(step=step) | tickets.DeskStepUndone(step=step):
            return say("did.undone", step=say(f"step.{step}"))
        case calling.TicketTransferred(queue=queue):
            found = hall.queue(queue)
            return say("did.transferred", queue=named(found) if found else queue)
        case fact:
            return _plainly(fact)


def _plainly(fact: Fact) -> Wording:
    """A fact that tells nothing more than that it happened; by its code where we have no words."""
    if isinstance(fact, tickets.TicketReprinted) and fact.maybe:
        return say("did.reprinted.unknown")
    key = _WORDS.get(type(fact))
    return say(key) if key else say("did.other", code=kebab(type(fact).__name__))


def _where(dated: DatedFact, hall: Hall) -> Wording:
    """The window, else the screen that asked; and the staff number, where one is known."""
    window = getattr(dated.fact, "window", None) or getattr(dated.fact, "from_window", None)
    place = say("at.window", window=window) if window else _screen(dated.source, hall)
    staff = getattr(dated.fact, "clerk", "") or getattr(dated.fact, "by", "")
    if not staff:
        return place
    person = say("by.staff", staff=staff)
    return Wording(f"{place.zh} {person.zh}", f"{place.en}, {person.en}")


def _screen(source: str, hall: Hall) -> Wording:
    for key, posts in (("at.kiosk", hall.kiosks), ("at.guide", hall.guide_desks)):
        for post in posts:
            if post.id == source:
                return say(key, name=post.name or post.id)
    program = next((each for each in _PROGRAMS if f"{source}-".startswith(f"{each}-")), "")
    return say(f"at.program.{program}") if program else NOTHING
