"""What a state of the reader tells the person in front of the screen. Pure."""

from __future__ import annotations

from typing import assert_never

from broker.wire.messages import ReaderPhase, ReaderState
from kiosk.clock_in.screens import FingerPuzzled, PunchKeptApart, PunchTold

KNOWS_NOBODY = frozenset(
    {
        ReaderPhase.NUMBER,
        ReaderPhase.FINGER,
        ReaderPhase.NUMBER_FIRST,
        ReaderPhase.MISMATCH,
        ReaderPhase.GIVEN_UP,
        ReaderPhase.NO_FINGER,
    }
)
"""What only a reader says that wants a staff number first."""


def told_by(state: ReaderState) -> PunchTold | PunchKeptApart | FingerPuzzled | None:
    """What it tells of a finger; None where it tells of none."""
    match state.phase:
        case ReaderPhase.RECOGNISED:
            at = None if state.again and not state.punched_at else state.punched_at or state.at
            return PunchTold(state.staff, at, state.turn, state.session, state.again)
        case ReaderPhase.KEPT_APART:
            return PunchKeptApart(state.staff, state.punched_at or state.at)
        case ReaderPhase.UNKNOWN | ReaderPhase.UNCLEAR | ReaderPhase.NUMBER_FIRST:
            return FingerPuzzled(state.phase)
        case ReaderPhase.MISMATCH | ReaderPhase.GIVEN_UP | ReaderPhase.NO_FINGER:
            return FingerPuzzled(state.phase)
        case ReaderPhase.IDLE | ReaderPhase.AWAY | ReaderPhase.NUMBER | ReaderPhase.FINGER:
            return None
        case _:
            assert_never(state.phase)
