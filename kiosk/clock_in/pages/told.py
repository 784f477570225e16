"""A punch that is kept: who, and what it means. Pure."""

from __future__ import annotations

from broker.domain.attendance.facts import Turn
from broker.domain.attendance.turns import missed, sessions
from broker.domain.ids import NO_REQUEST
from kiosk.clock_in.screens import PunchKeptApart, PunchTold
from kiosk.clock_in.state import ClockInState
from kiosk.words import NOTHING, Wording, say
from kiosk.words.calendar import clock
from kiosk.words.values import Page, Tone

_PARTS = ("morning", "afternoon", "evening")  # of a day with two or three sessions


class ToldPage(Page, frozen=True):
    """`person` is empty until the ledger has told the name, and where it does not. `note` is which
    punch it is, where the headline does not say so, that the timetable wanted it at another time,
    and how it was made."""

    person: str
    number: Wording
    headline: Wording
    note: Wording
    icon: str
    tone: Tone


def told(punch: PunchTold, known: ClockInState) -> ToldPage:
    """Name, number and the punch; one that changes nothing says so."""
    meaning = which(punch, known)
    apart = _apart(punch, known)
    return ToldPage(
        person=known.names.get(punch.staff, ""),
        number=say("clock-in.number", number=punch.staff),
        headline=_headline(punch, meaning, known),
        note=_joined(meaning if punch.again else apart, _way(punch, known)),
        icon="clock" if apart != NOTHING else _icon(punch),
        tone=_tone(punch, apart),
    )


def _headline(punch: PunchTold, meaning: Wording, known: ClockInState) -> Wording:
    """The time is that of the punch which counts, and no other where that is not known."""
    if punch.at is None:
        return say("clock-in.again.some-time")
    time = clock(punch.at.astimezone(known.zone))
    if punch.again:
        return say("clock-in.again", clock=time)
    return say("clock-in.fresh", meaning=meaning, clock=time)


def kept_apart(punch: PunchKeptApart, known: ClockInState) -> ToldPage:
    """Name, number, and that the duty leader has to judge it first. The time is left out: it may be
    of no calendar, and nobody knows whether it is right."""
    return ToldPage(
        person=known.names.get(punch.staff, ""),
        number=say("clock-in.number", number=punch.staff),
        headline=say("clock-in.kept-apart"),
        note=_joined(say("clock-in.kept-apart.sub"), _way(punch, known)),
        icon="hourglass",
        tone=Tone.WARN,
    )


def which(punch: PunchTold, known: ClockInState) -> Wording:
    """`上午上班`, `下午下班`: the turn, and the session where the day has several."""
    if punch.turn is None:
        return say("clock-in.punch")
    turn = say(f"clock-in.turn.{punch.turn}")
    count = len(sessions(known.hall.attendance))
    if count < 2:
        return turn
    part = punch.session
    name = (
        say(f"clock-in.part.{_PARTS[part]}")
        if count <= len(_PARTS) and part < count
        else _nth(part)
    )
    return say("clock-in.of-session", session=name, turn=turn)


def _nth(part: int) -> Wording:
    return say("clock-in.session", number=part + 1)


def _joined(one: Wording, other: Wording) -> Wording:
    both = [each for each in (one, other) if each != NOTHING]
    return Wording(" · ".join(each.zh for each in both), " · ".join(each.en for each in both))


def _way(punch: PunchTold | PunchKeptApart, known: ClockInState) -> Wording:
    if punch.request == NO_REQUEST:
        return NOTHING
    return say("clock-in.by-pin") if known.up else say("clock-in.by-pin.offline")


def _apart(punch: PunchTold, known: ClockInState) -> Wording:
    """That somebody came after the time, or went before it: a matter of fact, and no judgement."""
    if punch.turn is None or punch.at is None or punch.again:
        return NOTHING
    due = missed(punch.at, punch.turn, punch.session, known.hall)
    return say(f"clock-in.apart.{punch.turn}", clock=due) if due else NOTHING


def _tone(punch: PunchTold, apart: Wording) -> Tone:
    if punch.again:
        return Tone.PRIMARY
    return Tone.WARN if apart != NOTHING else Tone.OK


def _icon(punch: PunchTold) -> str:
    if punch.again:
        return "info"
    return "tick" if punch.turn is not Turn.OUT else "signed-out"
