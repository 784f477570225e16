"""A simulated card reader: frames in, answers out, at a real reader's pace."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from firmware_mocks.firmware import Look, Output, Send, Show
from firmware_mocks.sam.framing import SamInlet, frame
from firmware_mocks.sam.people import PrintedCard, photo, text
from kiosk.input.models.sam.spec import REQUEST_LENGTH, SELECTED_BYTES, SamRequest, SamStatus

_SAM = bytes.fromhex("05000300A53A340187D6120015CD5B07")  # of the sheet
_KINDS = ("citizen", "J", "I", "Y", "X", "expired", "misprinted")
_HANDS = "card NAME [BORN] [KIND], lift, fault …, or ok"
_FIND, _SELECT, _OTHER = 0.03, 0.05, 0.01  # seconds of its own work; estimates
_READ = 0.7


class ReaderFault(Enum):
    """How the reader itself misbehaves; faults of the wire are the hosting's."""

    NONE = "ok"
    SILENT = "silent"
    UNREADABLE = "unreadable"
    UNAUTHORISED = "unauthorised"
    SELF_TEST = "self-test"
    BAD_SUM = "badsum"
    LIFTED = "lifted"  # the next card is taken away while it is read


class CardReaderLook(Look, frozen=True):
    """Whose card lies on it, and whether it was read."""

    card: str = ""
    was_read: bool = False
    fault: str = ReaderFault.NONE.value


@dataclass(frozen=True, slots=True)
class ReaderHabits:
    """`again`: it finds a card again that it has read; most do not until it was lifted."""

    again: bool = False
    fast: bool = False


class CardReader:
    """One reader with at most one card on it."""

    def __init__(self, address: int, habits: ReaderHabits) -> None:
        self.address = address
        self._habits = habits
        self._fault = ReaderFault.NONE
        self._card: PrintedCard | None = None
        self._inlet = SamInlet()
        self._selected = self._read = False

    def feed(self, data: bytes, now: float) -> list[Output]:
        outputs: list[Output] = []
        for body in self._inlet.feed(data, now):
            outputs += self._take(body)
        return outputs

    def hand(self, words: list[str], now: float) -> list[Output]:  # noqa: ARG002  # at once
        match words:
            case ["card", name, *more]:
                return self._lay(_card(name, more))
            case ["lift"]:
                return self._lay(None)
            case ["fault", fault] | [("ok") as fault] if fault in _FAULTS:
                self._fault = ReaderFault(fault)
                return [Show("fault", {"is": fault})]
            case _:
                raise ValueError(f"“{' '.join(words)}”: say {_HANDS}")

    def power_cycle(self, now: float) -> list[Output]:  # noqa: ARG002  # it says nothing of it
        self._inlet = SamInlet()
        self._selected = self._read = False
        return [Show("power")]

    def look(self) -> CardReaderLook:
        name = self._card.name if self._card is not None else ""
        return CardReaderLook(name, self._read, self._fault.value)

    def tick(self, now: float) -> list[Output]:  # noqa: ARG002  # nothing is due
        return []

    def next_wakeup(self) -> float | None:
        return None

    def _lay(self, card: PrintedCard | None) -> list[Output]:
        self._card = card
        self._selected = self._read = False
        return [Show("card", {"name": card.name if card else None, "invented": True})]

    def _take(self, body: bytes) -> list[Output]:
        """A body of nothing is one that did not add up."""
        if self._fault is ReaderFault.SILENT:
            return []
        if not body:
            return self._say(SamStatus.BAD_CHECKSUM)
        if self._fault in _REFUSALS:
            return self._say(_REFUSALS[self._fault])
        if len(body) != REQUEST_LENGTH - 1:
            return self._say(SamStatus.BAD_LENGTH)
        try:
            return self._obey(SamRequest(body))
        except ValueError:
            return self._say(SamStatus.BAD_COMMAND)

    def _obey(self, request: SamRequest) -> list[Output]:
        match request:
            case SamRequest.RESET | SamRequest.STATUS:
                self._selected = False
                return self._say(SamStatus.OK)
            case SamRequest.SAM_ID:
                return self._say(SamStatus.OK, _SAM)
            case SamRequest.FIND:
                return self._find()
            case SamRequest.SELECT:
                self._selected = self._card is not None
                if not self._selected:
                    return self._say(SamStatus.SELECT_FAILED, work=_SELECT)
                return self._say(SamStatus.OK, bytes(SELECTED_BYTES), _SELECT)
            case SamRequest.READ | SamRequest.READ_WITH_FINGERPRINT:
                return self._give(prints=request is SamRequest.READ_WITH_FINGERPRINT)
            case SamRequest.READ_ADDRESS | SamRequest.READ_MANAGEMENT:
                return self._say(SamStatus.NO_ITEM)
            case _:
                return self._say(SamStatus.OK)  # its line keeps the speed it has

    def _find(self) -> list[Output]:
        there = self._card is not None and (self._habits.again or not self._read)
        if there:
            return self._say(SamStatus.FOUND, bytes(4), _FIND)
        return self._say(SamStatus.NO_CARD, work=_FIND)

    def _give(self, *, prints: bool) -> list[Output]:
        lifted: list[Output] = []
        if self._fault is ReaderFault.LIFTED:
            self._fault = ReaderFault.NONE
            lifted = self._lay(None)
        readable = self._selected and self._fault is not ReaderFault.UNREADABLE
        if self._card is None or not readable:
            return [*lifted, *self._say(SamStatus.READ_FAILED, work=_READ)]
        parts = [text(self._card), photo(), *([b""] if prints else [])]
        counts = b"".join(len(each).to_bytes(2, "big") for each in parts)
        self._read, self._selected = True, False
        return [Show("read"), *self._say(SamStatus.OK, counts + b"".join(parts), _READ)]

    def _say(self, status: SamStatus, data: bytes = b"", work: float = _OTHER) -> list[Output]:
        answer = frame(status, data)
        if self._fault is ReaderFault.BAD_SUM:
            answer = answer[:-1] + bytes([answer[-1] ^ 0x01])
        return [Send(answer, 0.0 if self._habits.fast else work)]


def _card(name: str, more: list[str]) -> PrintedCard:
    """Raises `ValueError` with a sentence."""
    births = [each for each in more if each.isdecimal() and len(each) == 8]
    kinds = [each for each in more if each in _KINDS]
    if len(births) > 1 or len(kinds) > 1 or len(births) + len(kinds) != len(more):
        known = ", ".join(_KINDS)
        raise ValueError(f"“{' '.join(more)}”: say a birthday like 19500101 and one of {known}")
    kind = kinds[0] if kinds else "citizen"
    return PrintedCard(
        name=name,
        born=births[0] if births else "19900101",
        kind=kind if len(kind) == 1 else "",
        until="20200102" if kind == "expired" else "20401231",
        misprinted=kind == "misprinted",
    )


_FAULTS = {each.value for each in ReaderFault}
_REFUSALS = {
    ReaderFault.UNAUTHORISED: SamStatus.NOT_AUTHORISED,
    ReaderFault.SELF_TEST: SamStatus.SELF_TEST,
}
