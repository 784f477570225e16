"""Numbers of the FF 68 bus: keypads and evaluators of queueing systems, one address a window.

Source: the public program of a deployed hall system (JackQChen/QueueSystem, commit 50f57ba,
`CallSystem/frmMain.cs`) and the vendor text 21键点阵液晶呼叫器通讯协议; section A of the sheet
retold in docs/protocols/ff68.md. No real device was at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from broker.domain.ratings.facts import Level

BAUD = 9600
BITS_A_BYTE = 10  # 8N1

ADDRESSES = range(1, 0x100)  # a guess: nobody documents which a device can be given

START = b"\xff\x68"
MARK = 0x68  # after the two lengths
END = 0x16
HEAD_SIZE = 5  # FF 68 L L 68
TAIL_SIZE = 2  # checksum, end
SHORTEST = 2  # L of a frame without data
LONGEST = 16  # L; the field's program takes 5, its own LCD frames have 8
FRAME_MOST = HEAD_SIZE + LONGEST + TAIL_SIZE

BLANK = 0x0A
LCD_DIGITS = 6  # 3 for the waiting, 3 for the ticket
LCD_MOST = 999
STARS_MOST = 5  # a guess: 5 is the only number that was seen
CHOICE_MOST = 3


class CommandByte(IntEnum):
    """The CMD byte. One code serves several meanings: direction is not on the wire."""

    KEY = 0x01  # device: keys; host: start evaluation, or an acknowledgement
    SHOW = 0x02  # host: six digits to the keypad, or one byte of stars to the evaluator
    BEEP = 0x03
    CHOICE = 0x11  # device: the applicant's choice


class FunctionKey(IntEnum):
    """The last DATA byte of a keypad frame."""

    EVALUATE = 0x0B
    CALL = 0x0C
    RECALL = 0x0D
    CANCEL = 0x0E
    CONFIRM = 0x0F
    ONE_METRE = 0x11
    PAUSE = 0x12
    TRANSFER = 0x13


# A typed number that gives the confirm key a meaning of its own.
HOLD = (0,)
CALL_BACK = (3,)
GIVE_UP = (6,)


@dataclass(frozen=True)
class KeyLevels:
    """Which of the five levels each key means. Four keys cannot say all five."""

    levels: Mapping[int, Level]

    @property
    def missing(self) -> tuple[Level, ...]:
        """Levels that no applicant can give on this device; reports must say so."""
        return tuple(level for level in Level if level not in self.levels.values())


# The field's program lets 1 fall to the middle; the middle of the five official levels is 基本满意.
# 非常不满意 is missing.
FOUR_KEYS = KeyLevels(
    MappingProxyType(
        {
            0: Level.DISSATISFIED,
            1: Level.BASICALLY_SATISFIED,
            2: Level.SATISFIED,
            3: Level.VERY_SATISFIED,
        }
    )
)


@dataclass(frozen=True)
class BusPolicy:
    """How patient the host is, in seconds. Ours, not the maker's.

    - `gap`: silence kept after each of our frames, so that a device gets a word in.
    - `listening`: how long a frame that does not come back is waited for while nobody knows whether
      the line echoes; three times the slowest echo, once one was slower than a third of it.
    - `overdue`: how old an echo that is owed may be before a picture is shown again, whose echo
      tells that it is lost.
    - `forgotten`: when an echo that is owed is forgotten where there is no picture to show.
    - `same_key`: an identical key frame so soon after the one before it is a key held down.
    - `ack_gap`, `acks`, `ack_span`: the same is acknowledged after `ack_gap` at the soonest, and no
      address more than `acks` times in `ack_span`.
    - `remembered`: past visits of an address that are never asked about again.
    """

    gap: float = 0.02
    listening: float = 3.0
    overdue: float = 1.0
    forgotten: float = 10.0
    same_key: float = 0.8
    ack_gap: float = 0.25
    acks: int = 5
    ack_span: float = 5.0
    remembered: int = 256
    baud: int = BAUD
    levels: KeyLevels = FOUR_KEYS
