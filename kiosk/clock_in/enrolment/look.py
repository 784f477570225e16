"""What the enrolment desk shows, as values: a pure function of what it knows and the time.

Both languages stand one below the other, for the person beside the desk reads it, too.
"""

from __future__ import annotations

import re
from datetime import datetime

from broker.domain.enrolment.facts import Why
from broker.domain.enrolment.stages import SAID, UNDER_WAY, EnrolmentStage
from broker.domain.hall import Member
from kiosk.clock_in.enrolment.flow import can_repeat, can_stop, is_over
from kiosk.clock_in.enrolment.listed import called, listed, where
from kiosk.clock_in.enrolment.state import FINGERS, EnrolState, Taking
from kiosk.clock_in.look import ClockInLook
from kiosk.clock_in.pages.entry import EntryPage
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.calendar import clock, long_date
from kiosk.words.values import Page, Tone

_POOR = (
    EnrolmentStage.DRY,
    EnrolmentStage.WET,
    EnrolmentStage.MOVED,
    EnrolmentStage.LITTLE,
)


class PersonPage(Page, frozen=True):
    """Whose fingers it is about, what is kept of them, and what can be done. `statement` is what
    the operator confirms by beginning, or with `told` why that came to nothing, or with `sure` the
    question that the next press answers. `erases`: there may be something to erase."""

    person: str
    number: Wording
    kept: Wording
    statement: Wording
    told: bool
    sure: bool
    busy: bool
    erases: bool


class TakingPage(Page, frozen=True):
    """One finger, or an erasure. `progress` says which finger it is; `step` of `steps` are done.
    `leave` is what the key that ends it says, with its icon; `stop`: it can be stopped."""

    headline: Wording
    detail: Wording
    badge: str
    tone: Tone
    progress: Wording
    step: int
    steps: int
    again: bool
    over: bool
    stop: bool
    leave: Wording
    leave_icon: str


def look(known: EnrolState, at: datetime, seconds: float) -> ClockInLook:
    """The desk at hall time `at`, and monotonic `seconds`."""
    local = at.astimezone(known.zone)
    return ClockInLook(
        hall=named(known.hall.hall),
        place=_place(known),
        time=clock(local),
        date=long_date(local),
        notice=NOTHING if known.up else say("enrol.offline"),
        tone=Tone.QUIET if known.up else Tone.WARN,
        page=page(known, seconds),
    )


def _place(known: EnrolState) -> str:
    """Who is signed in, by number, for strangers read this too; else which reader it is."""
    return known.operator.id if known.operator else known.reader.name or known.reader.id


def page(known: EnrolState, seconds: float) -> Page:
    """The one page that fits."""
    if known.person is None:
        if known.listing is not None:
            return listed(known, known.listing)
        return _entry(known)
    if known.taking is not None:
        return _taking(known, known.taking, seconds)
    if known.erasing:
        return _erasing(known)
    return _person(known, known.person)


def _entry(known: EnrolState) -> EntryPage:
    """The operator's number and PIN, then the number of the person."""
    typed, signing = known.entry, known.operator is None
    ready = typed.complete if signing else bool(typed.number)
    default = say("enrol.sign-in") if signing else say("enrol.whose")
    return EntryPage(
        number=typed.number,
        dots=len(typed.code),
        at_code=typed.at_code,
        sentence=known.sentence,
        enter=say("enrol.enter" if ready else "clock-in.next"),
        ready=ready,
        busy=known.asked is not None,
        asks_code=signing,
        heading=default,
        lists=not signing,
    )


def _person(known: EnrolState, person: Member) -> PersonPage:
    text = known.hall.attendance.consent_text
    return PersonPage(
        person=person.name,
        number=say("clock-in.number", number=person.id),
        kept=where(known, person.id),
        statement=_statement(known),
        told=known.sentence != NOTHING or not text,
        sure=known.sure is not None,
        busy=known.asked is not None,
        erases=known.may_have_fingers,
    )


def _statement(known: EnrolState) -> Wording:
    text = known.hall.attendance.consent_text
    match known.sure:
        case Why.WITHDRAWN:
            return say("enrol.sure.withdrawn")
        case Why.LEFT:
            return say("enrol.sure.left")
        case None if known.sentence != NOTHING:
            return known.sentence
        case None:
            return say("enrol.statement", text=text) if text else say("enrol.no-text")


def _taking(known: EnrolState, taking: Taking, seconds: float) -> TakingPage:
    stage, over = taking.stage, is_over(taking, seconds)
    badge, tone = _sign(stage, over=over)
    whole = stage is EnrolmentStage.KEPT and taking.finger == FINGERS
    return TakingPage(
        headline=_headline(taking, over=over),
        detail=say("enrol.two-kept") if whole else _detail(known, taking),
        badge=badge,
        tone=tone,
        progress=say("enrol.finger", finger=taking.finger, fingers=FINGERS),
        step=taking.step,
        steps=4,
        again=over and can_repeat(taking),
        over=over,
        stop=can_stop(taking, seconds),
        leave=say("enrol.done" if whole else "enrol.leave"),
        leave_icon="tick" if whole else "back",
    )


def _headline(taking: Taking, *, over: bool) -> Wording:
    if taking.stage is None:
        return say("enrol.silent-reader" if over else "enrol.waking")
    if taking.stage is EnrolmentStage.ALREADY_ENROLLED:
        return say("enrol.known")
    return _parted(taking.stage)[0]


def _parted(stage: EnrolmentStage) -> tuple[Wording, Wording]:
    """What a stage says, and what it goes on to say where that is too long for one large line."""
    said = SAID[stage]
    zh, _, more = said.zh.partition("；")
    if not more:
        return Wording(*said), NOTHING
    en, *rest = re.split("[;:] ", said.en, maxsplit=1)
    return Wording(zh, en), Wording(more, "".join(rest))


def _detail(known: EnrolState, taking: Taking) -> Wording:
    if taking.stage is EnrolmentStage.ALREADY_ENROLLED:
        return say("enrol.known.whose", who=called(known, taking.staff) or "?")
    steady = taking.stage in (EnrolmentStage.PRESS, *_POOR)
    if steady:
        return say("enrol.on-the-glass")
    return _parted(taking.stage)[1] if taking.stage is not None else NOTHING


def _sign(stage: EnrolmentStage | None, *, over: bool) -> tuple[str, Tone]:
    if stage is EnrolmentStage.KEPT:
        return "tick", Tone.OK
    if over:
        return "cross", Tone.STOP
    if stage in _POOR:
        return "drop", Tone.WARN
    waits = stage is None or stage not in UNDER_WAY or stage is EnrolmentStage.STORED
    return ("repeat", Tone.QUIET) if waits else ("", Tone.PRIMARY)


def _erasing(known: EnrolState) -> TakingPage:
    left = known.unproved
    return TakingPage(
        headline=say("enrol.erasing") if left else say("enrol.erased"),
        detail=_joined([_proved(known, each.id) for each in known.hall.readers]),
        badge="repeat" if left else "tick",
        tone=Tone.WARN if left else Tone.OK,
        progress=NOTHING,
        step=0,
        steps=0,
        again=False,
        over=True,
        stop=False,
        leave=say("back" if left else "enrol.done"),
        leave_icon="back" if left else "tick",
    )


def _proved(known: EnrolState, reader: str) -> Wording:
    proof = known.proofs.get(reader)
    if proof is not None:
        held = [str(each) for each in proof.slots] or ["-"]
        slots = Wording("、".join(held), ", ".join(held))
        return say("enrol.proof", reader=reader, slots=slots, remaining=proof.remaining)
    if reader in known.unproved:
        return say("enrol.unproved", reader=reader)
    return say("enrol.holds-none", reader=reader)


def _joined(lines: list[Wording]) -> Wording:
    return Wording("；".join(each.zh for each in lines), "; ".join(each.en for each in lines))
