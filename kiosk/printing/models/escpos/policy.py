"""How patient the printer's owner is, and what it takes for proof. Data, to be changed per hall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Proof(Enum):
    """What counts as "the slip is out"."""

    ORDERED = auto()  # only GS r 1, answered after the data has been carried out
    REAL_TIME = auto()  # DLE EOT says all is well after the time a slip takes: weaker
    AUTO = auto()  # GS r 1 where the printer knows it, else real time


@dataclass(frozen=True, slots=True)
class PrintPolicy:
    """Times in seconds.

    - `proof`: what it takes.
    - `answer_seconds`: how long one DLE EOT may take; asked `attempts` times in all (sheet: two).
    - `settle_seconds`: silence after which no older GS r is still to be answered; longer on a line
      that was seen to be slower.
    - `lost_seconds`: how old a question is before its answer, if others came, is taken for lost.
    - `first_look_seconds`, `look_seconds`: when the causes are asked for while awaiting proof; a
      question that is sent before has to wait behind the slip on a slow line.
    - `slow_bytes`: so many a second go over the slowest line, one of 9600 baud.
    - `slip_seconds`: how long a whole slip may take before its outcome is unknown.
    - `presumed_seconds`: time a slip takes on a printer that proves nothing.
    - `poll_seconds`: between questions while idle (sheet: 2–5).
    - `discards`: tell the printer to forget the rest of a slip that failed, so that it does not
      come out when somebody mends the printer.
    """

    proof: Proof = Proof.AUTO
    answer_seconds: float = 0.5
    attempts: int = 2
    settle_seconds: float = 1.0
    lost_seconds: float = 5.0
    first_look_seconds: float = 1.0
    look_seconds: float = 0.5
    slow_bytes: float = 960.0
    slip_seconds: float = 12.0
    presumed_seconds: float = 4.0
    poll_seconds: float = 3.0
    discards: bool = True

    def sending(self, slip: bytes) -> float:
        """How long a slip may be on its way to the printer."""
        return len(slip) / self.slow_bytes
