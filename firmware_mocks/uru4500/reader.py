"""One simulated reader: its registers, what it reports, and the pictures it takes."""

from __future__ import annotations

from dataclasses import dataclass

from broker.link.base import Noise
from broker.link.usb_transfers import (
    ANSWER,
    REQUEST,
    SETUP_BYTES,
    ControlRequest,
    TransferReader,
    TransferRecord,
    control_request,
    record,
)
from fingerprint.models.uru4500 import spec
from fingerprint.models.uru4500.spec import Event, Mode, StatusBit, UruRegister
from firmware_mocks.firmware import Output, ReaderLook, Send, Show
from firmware_mocks.uru4500 import fingers, pictures

_LENGTHS = {REQUEST: range(SETUP_BYTES, SETUP_BYTES + 17), spec.PICTURES: range(1)}
_INFO = bytes.fromhex("00000000010200000000050100000000")
_SLOW = 2  # questions until a reader that starts anew is ready


@dataclass(frozen=True, slots=True)
class UruHabits:
    """What differs between readers. `starts`: how often it has to be powered up until it wakes.
    `early`: it says that its power is on before that was answered."""

    scrambled: bool = False
    faulty: bool = False
    early: bool = False
    starts: int = 1


class UareU:
    """A reader on USB. What it hears and says are records of transfers."""

    def __init__(self, address: int, habits: UruHabits) -> None:
        self.address = address
        self._habits = habits
        self._finger: str | None = None
        self._picture = fingers.EMPTY
        self._touches = 0
        self._fault = ""
        self._power_on()

    def _power_on(self) -> None:
        self._reader = TransferReader(_LENGTHS)
        self._status = StatusBit.LOW_POWER | StatusBit.READY
        if self._habits.faulty:
            self._status |= StatusBit.FAULT
        self._mode = int(Mode.OFF)
        self._starts = self._habits.starts
        self._until_ready = 0
        self._index = (0, 0)

    def feed(self, data: bytes, now: float) -> list[Output]:  # noqa: ARG002  # the shape of a device
        """Requests arrive."""
        return [out for each in self._reader.feed(data) for out in self._heard(each)]

    def _heard(self, heard: TransferRecord | Noise) -> list[Output]:
        if isinstance(heard, Noise) or self._fault == "silent":
            return []
        if heard.endpoint == spec.PICTURES:
            return self._scan()
        found = control_request(heard.data)
        if found is None or found[0].number != spec.REQUEST:
            return [Show("refused", {"why": "no request of this reader"})]
        return self._asked(*found)

    def _asked(self, request: ControlRequest, data: bytes) -> list[Output]:
        """An answer repeats its request; what is no register is not answered."""
        if request.value not in set(UruRegister):
            return [Show("refused", {"register": request.value})]
        register = UruRegister(request.value)
        if request.kind == spec.READ:
            value = self._value(register)[: request.length]
            value = value[:-1] if self._fault == "wrong" else value
            return [Send(record(ANSWER, request.setup + value))]
        answer = Send(record(ANSWER, request.setup))
        early, late = self._take(register, data)
        return [*early, answer, *late]

    def _value(self, register: UruRegister) -> bytes:
        match register:
            case UruRegister.STATUS:
                return bytes([self._state()])
            case UruRegister.MODE:
                return bytes([self._mode])
            case UruRegister.INFO:
                return _INFO
            case UruRegister.SCRAMBLE_KEY:
                number, seed = self._index
                return (pictures.key(number) ^ seed).to_bytes(4, "little")
            case UruRegister.SCRAMBLE_INDEX:
                number, seed = self._index
                return bytes([number]) + seed.to_bytes(4, "little")

    def _state(self) -> int:
        if self._until_ready:
            self._until_ready -= 1
            return int(self._status & ~StatusBit.READY)
        return int(self._status)

    def _take(self, register: UruRegister, data: bytes) -> tuple[list[Output], list[Output]]:
        """What a written register leads to, before and after that is answered."""
        match register:
            case UruRegister.STATUS if data:
                return self._powered(data[0])
            case UruRegister.MODE if data:
                self._mode = data[0]
                return [], [Show("mode", {"mode": self._mode}), *self._happens()]
            case UruRegister.SCRAMBLE_INDEX if len(data) == spec.SIZES[register]:
                self._index = data[0], int.from_bytes(data[1:], "little")
        return [], []

    def _powered(self, value: int) -> tuple[list[Output], list[Output]]:
        was, self._status = self._status, StatusBit(value & 0xFF)
        if was & StatusBit.FAULT and not value & StatusBit.LOW_POWER:
            self._status = StatusBit.LOW_POWER | StatusBit.READY
            self._until_ready = _SLOW
            return [], [Show("started anew")]
        if not was & StatusBit.LOW_POWER or value & StatusBit.LOW_POWER:
            return [], []
        self._starts -= 1
        woken: list[Output] = [] if self._starts > 0 else [_report(Event.POWER_ON)]
        return (woken, []) if self._habits.early else ([], woken)

    def _happens(self) -> list[Output]:
        """What is to be reported in this mode, as things are."""
        if self._fault == "silent":
            return []
        if self._fault == "dead" and self._mode == Mode.CAPTURE:
            self._fault = ""
            return [_report(Event.DEAD_SCAN)]
        if self._mode == Mode.AWAIT_FINGER and self._finger is not None:
            return [_report(Event.FINGER_ON)]
        if self._mode == Mode.AWAIT_LIFT and self._finger is None:
            return [_report(Event.FINGER_OFF)]
        return []

    def _scan(self) -> list[Output]:
        if self._mode != Mode.CAPTURE:
            return []
        data = pictures.sent(self._picture, scrambled=self._habits.scrambled)
        if self._fault == "short":
            self._fault, data = "", data[: len(data) // 2]
        return [Show("picture", {"bytes": len(data)}), Send(record(spec.PICTURES, data))]

    def hand(self, words: list[str], now: float) -> list[Output]:  # noqa: ARG002  # likewise
        """A finger comes or goes, or the reader is spoilt."""
        match words:
            case ["finger" | "smudge" as how, name]:
                self._touches += 1
                seen = how == "finger"
                picture = fingers.pressed(name, self._touches) if seen else fingers.smudged(name)
                self._picture, self._finger = picture, name  # drawing takes its time
            case ["lift"]:
                self._finger, self._picture = None, fingers.EMPTY
            case ["fault", "silent" | "short" | "dead" | "wrong" as fault]:
                self._fault = fault
            case ["ok"]:
                self._fault = ""
            case _:
                raise ValueError(f"a U.are.U does not know {' '.join(words)!r}; say finger NAME")
        return [Show("glass", {"finger": self._finger, "fault": self._fault}), *self._happens()]

    def tick(self, now: float) -> list[Output]:  # noqa: ARG002  # likewise
        """Nothing happens by itself."""
        return []

    def next_wakeup(self) -> float | None:
        """Never."""
        return None

    def power_cycle(self, now: float) -> list[Output]:  # noqa: ARG002  # likewise
        """Pulled out and plugged in."""
        self._power_on()
        return [Show("power")]

    def look(self) -> ReaderLook:
        """Whose finger lies on it. It holds nobody's."""
        return ReaderLook(finger=self._finger)


def _report(event: Event) -> Send:
    return Send(record(spec.EVENTS, event.to_bytes(2, "big").ljust(spec.REPORT_BYTES, b"\0")))
