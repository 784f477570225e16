"""Identifying whoever touches the glass: which question follows which answer. Pure.

GetImage until a finger is there, ReadSysPara, features, one search over the whole library,
report, wait for the finger to leave. Acknowledgements do not say what they answer: those of
GetImage and of the features look alike. Hence the ReadSysPara between them, whose answer has a
shape no other has: once it has come, nothing older is on its way. From there to the verdict
anything unexpected spoils the touch, and after a silence or a misfit the module is first
brought back into step: password, then ReadSysPara. So no lost, late or doubled answer can put
one person's name to another person's finger.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from fingerprint import reading
from fingerprint.models.ef01 import answers
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.commands import Command
from fingerprint.models.ef01.spec import OWNERS, Confirmation, Instruction
from fingerprint.reading import ReaderTrouble, Reading


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds and counts of the watch; policy, not protocol.

    `poll`: between two looks at the glass. `again`: before a module in trouble is asked anew.
    `forgiven`: misfortunes in a row before the reader is called away. `stuck`: such askings
    until the port should be reopened. `blind`: failed captures in a row until the sensor is
    taken for broken.
    """

    poll: float = 0.08
    again: float = 1.0
    forgiven: int = 1
    stuck: int = 5
    blind: int = 25


class Phase(Enum):
    """What the module is being asked."""

    VERIFYING = auto()
    MEASURING = auto()
    LOOKING = auto()
    CLEARING = auto()  # a finger is there; whatever was still on its way comes first
    EXTRACTING = auto()
    SEARCHING = auto()
    LIFTING = auto()


_TOUCH = (Phase.CLEARING, Phase.EXTRACTING, Phase.SEARCHING)
_POOR = {code for code, owner in OWNERS.items() if owner is Instruction.GEN_CHAR}


class Watching:
    """The watch over one reader.

    `next_question` says what to ask and when; `answered` and `failed` take what came of it and
    return what the hall should hear. `stray` hears that something came which answers nothing.
    """

    def __init__(self, pace: Pace, password: int, now: float, *, said: bool = False) -> None:
        self._pace = pace
        self._password = password
        self._phase = Phase.VERIFYING
        self._capacity = 0
        self._misfortunes = 0
        self._reverified = False
        self._blind = 0
        self._clean = True  # nothing unexpected came since the finger was seen
        self._away = True  # until the first Ready
        self._named = said  # the finger on the glass was told of, and has not left
        self._told: ReaderTrouble | None = None
        self.ask_at = now

    @property
    def between(self) -> bool:
        """True where another question may come in between without spoiling an identification."""
        return self._phase in (Phase.LOOKING, Phase.LIFTING, Phase.VERIFYING)

    @property
    def said(self) -> bool:
        """Whether a finger may lie on the glass that was told of."""
        return self._named

    @property
    def finished(self) -> bool:
        """Never: a watch has no end of its own."""
        return False

    def next_question(self) -> Command:
        """What to ask at `ask_at`."""
        match self._phase:
            case Phase.VERIFYING:
                return c.VerifyPassword(self._password)
            case Phase.MEASURING | Phase.CLEARING:
                return c.ReadParameters()
            case Phase.LOOKING | Phase.LIFTING:
                return c.GetImage()
            case Phase.EXTRACTING:
                return c.GenerateFeatures(1)
            case Phase.SEARCHING:
                return c.SearchTemplates(1, 0, self._capacity)

    def stray(self) -> None:
        """Bytes or a packet came that answer nothing: the touch under way is not believed."""
        self._clean = False

    def answered(self, ack: Ack, now: float) -> list[Reading]:
        """The module answered the question that was out."""
        if ack.code == Confirmation.UNVERIFIED and self._phase is not Phase.VERIFYING:
            return self._unverified(now)
        if ack.code == Confirmation.PACKET_ERROR:
            return self.failed(ReaderTrouble.GARBLED, now)
        if self._phase in _TOUCH and not self._clean:
            return self.failed(ReaderTrouble.GARBLED, now)
        match self._phase:
            case Phase.VERIFYING:
                return self._verified(ack, now)
            case Phase.MEASURING | Phase.CLEARING:
                return self._measured(ack, now)
            case Phase.LOOKING:
                return self._looked(ack, now)
            case Phase.EXTRACTING:
                return self._extracted(ack, now)
            case Phase.SEARCHING:
                return self._searched(ack, now)
            case Phase.LIFTING:
                return self._lifted(ack, now)

    def failed(self, trouble: ReaderTrouble, now: float) -> list[Reading]:
        """No usable answer came. The first misfortune is only made good, not reported."""
        self._misfortunes += 1
        self._go(Phase.VERIFYING, now)
        if self._misfortunes <= self._pace.forgiven:
            return []
        self.ask_at = now + self._pace.again
        self._named = False  # by the time it works again, another may have come
        told: list[Reading] = []
        if self._told is not trouble:
            self._told = trouble
            told.append(reading.Away(trouble))
        unheard = trouble in (ReaderTrouble.SILENT, ReaderTrouble.GARBLED)
        if unheard and self._misfortunes % self._pace.stuck == 0:
            told.append(reading.Stuck())
        self._away = True
        return told

    def _go(self, phase: Phase, at: float) -> None:
        self._phase = phase
        self.ask_at = at

    def _unverified(self, now: float) -> list[Reading]:
        """The module slept or was reset: say the password, then try once more."""
        if self._reverified:
            return self.failed(ReaderTrouble.REFUSED, now)
        self._reverified = True
        self._go(Phase.VERIFYING, now)
        return []

    def _verified(self, ack: Ack, now: float) -> list[Reading]:
        if ack.ok:
            self._go(Phase.MEASURING, now)
            return []
        wrong = ack.code == Confirmation.WRONG_PASSWORD
        return self.failed(ReaderTrouble.WRONG_PASSWORD if wrong else ReaderTrouble.REFUSED, now)

    def _measured(self, ack: Ack, now: float) -> list[Reading]:
        block = answers.parameters(ack)
        if block is None or block.capacity == 0:
            return self.failed(ReaderTrouble.REFUSED, now)
        self._capacity = block.capacity
        if self._phase is Phase.CLEARING:
            self._go(Phase.EXTRACTING, now)
        else:  # brought back into step: a finger that lies there still is no new touch
            self._go(Phase.LIFTING if self._named else Phase.LOOKING, now)
        return []

    def _looked(self, ack: Ack, now: float) -> list[Reading]:
        if ack.ok:
            self._clean = True
            self._go(Phase.CLEARING, now)
            return []
        self._go(Phase.LOOKING, now + self._pace.poll)
        if ack.code == Confirmation.NO_FINGER:
            return self._well()
        self._blind += 1
        if ack.code == Confirmation.CAPTURE_FAILED and self._blind < self._pace.blind:
            return []
        return self.failed(ReaderTrouble.REFUSED, now)

    def _well(self) -> list[Reading]:
        """A look at the empty glass or a whole identification succeeded: the reader works."""
        self._misfortunes = 0
        self._blind = 0
        self._reverified = False
        self._told = None
        if not self._away:
            return []
        self._away = False
        return [reading.Ready(self._capacity)]

    def _extracted(self, ack: Ack, now: float) -> list[Reading]:
        if ack.ok:
            self._go(Phase.SEARCHING, now)
            return []
        if ack.code in _POOR:
            return self._end_of_touch(reading.NotRecognised(reading.Unclear.POOR), now)
        return self.failed(ReaderTrouble.REFUSED, now)

    def _searched(self, ack: Ack, now: float) -> list[Reading]:
        hit = answers.found(ack)
        if hit is not None:
            slot, score = hit
            if slot >= self._capacity:
                return self.failed(ReaderTrouble.GARBLED, now)
            return self._end_of_touch(reading.Recognised(slot, score), now)
        if ack.code in (Confirmation.NOT_FOUND, Confirmation.LIBRARY_EMPTY):
            return self._end_of_touch(reading.NotRecognised(reading.Unclear.UNKNOWN), now)
        return self.failed(ReaderTrouble.REFUSED, now)

    def _end_of_touch(self, result: Reading, now: float) -> list[Reading]:
        self._named = True
        self._go(Phase.LIFTING, now + self._pace.poll)
        return [*self._well(), result]

    def _lifted(self, ack: Ack, now: float) -> list[Reading]:
        gone = ack.code == Confirmation.NO_FINGER
        self._named = not gone
        self._go(Phase.LOOKING if gone else Phase.LIFTING, now + self._pace.poll)
        return []
