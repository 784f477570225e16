"""A finger is waited for, or came to nothing: a picture of the reader, and what to do. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from broker.wire.messages import ReaderPhase
from kiosk.clock_in.screens import FingerPuzzled, PunchNotKept, PunchRefused
from kiosk.clock_in.state import ClockInState, ReaderSeen
from kiosk.words import NOTHING, Wording, say
from kiosk.words.calendar import clock
from kiosk.words.values import Page, Tone

PIN = say("clock-in.pin")


class FingerPage(Page, frozen=True):
    """`badge` is the sign at the reader's picture, none where all is well. `instead`: staff number
    and PIN are the way now, and their key is the large one; so is that for the number, where a
    finger is no use without it."""

    time: str
    headline: Wording
    detail: Wording
    badge: str
    tone: Tone
    instead: bool
    key: Wording = PIN


_OF_ONE_PERSON = {
    ReaderPhase.MISMATCH: ("clock-in.mismatch", "clock-in.mismatch.sub"),
    ReaderPhase.GIVEN_UP: ("clock-in.given-up", "clock-in.given-up.sub"),
    ReaderPhase.NO_FINGER: ("clock-in.no-finger", "clock-in.no-finger.sub"),
}


def rest(known: ClockInState, local: datetime) -> FingerPage:
    """Nobody touches it."""
    time = clock(local)
    match known.reader:
        case ReaderSeen.READY:
            words = say("clock-in.press"), say("clock-in.press.sub")
            return FingerPage(time, *words, "", Tone.PRIMARY, instead=False)
        case ReaderSeen.ASKS_NUMBER:
            words = say("clock-in.number-first"), say("clock-in.number-first.sub")
            key = say("clock-in.type-number")
            return FingerPage(time, *words, "", Tone.PRIMARY, instead=True, key=key)
        case ReaderSeen.UNSEEN:
            words = say("clock-in.unseen"), say("clock-in.use-pin")
            return FingerPage(time, *words, "repeat", Tone.QUIET, instead=True)
        case ReaderSeen.OFFLINE:
            words = say("clock-in.offline.head"), say("clock-in.offline.sub")
            return FingerPage(time, *words, "warning", Tone.WARN, instead=False)
        case ReaderSeen.AWAY:
            words = say("clock-in.away"), say("clock-in.use-pin")
            return FingerPage(time, *words, "cross", Tone.STOP, instead=True)
        case _:
            assert_never(known.reader)


def result(shown: FingerPuzzled | PunchNotKept | PunchRefused, local: datetime) -> FingerPage:
    """What was not recorded, and what to do."""
    time = clock(local)
    match shown:
        case FingerPuzzled(why=ReaderPhase.UNKNOWN):
            words = say("clock-in.unknown"), say("clock-in.unknown.sub")
            return FingerPage(time, *words, "question", Tone.WARN, instead=False)
        case FingerPuzzled(why=ReaderPhase.NUMBER_FIRST):
            words = say("clock-in.number-first"), say("clock-in.number-first.sub")
            key = say("clock-in.type-number")
            return FingerPage(time, *words, "question", Tone.WARN, instead=True, key=key)
        case FingerPuzzled(why) if (told := _OF_ONE_PERSON.get(why)) is not None:
            words = say(told[0]), say(told[1])
            return FingerPage(time, *words, "question", Tone.WARN, instead=False)
        case FingerPuzzled():
            words = say("clock-in.unclear"), say("clock-in.unclear.sub")
            return FingerPage(time, *words, "drop", Tone.WARN, instead=False)
        case PunchNotKept():
            words = say("clock-in.not-kept"), say("clock-in.leader")
            return FingerPage(time, *words, "cross", Tone.STOP, instead=False)
        case PunchRefused(zh, en):
            words = say("clock-in.refused"), _why(Wording(zh, en))
            return FingerPage(time, *words, "cross", Tone.STOP, instead=False)
        case _:
            assert_never(shown)


def _why(reason: Wording) -> Wording:
    return say("clock-in.refused.sub", reason=reason) if reason != NOTHING else NOTHING
