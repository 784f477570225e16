"""Keypad and evaluator of one window, at one address. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.models.ff68 import spec
from firmware_mocks.ff68.framing import frame_of, next_body
from firmware_mocks.ff68.habits import Habits, Parts
from firmware_mocks.ff68.showing import CounterFault, CounterGlass, Ff68Look, seen
from firmware_mocks.firmware import Output, Send, Show

_PAD = {
    "evaluate": spec.FunctionKey.EVALUATE,
    "call": spec.FunctionKey.CALL,
    "recall": spec.FunctionKey.RECALL,
    "cancel": spec.FunctionKey.CANCEL,
    "confirm": spec.FunctionKey.CONFIRM,
    "metre": spec.FunctionKey.ONE_METRE,
    "pause": spec.FunctionKey.PAUSE,
    "transfer": spec.FunctionKey.TRANSFER,
}
_DIGITS = tuple("0123456789")
_NOISE = bytes.fromhex("00 ff 68 7f 16 ff")  # looks a little like the head of a frame


@dataclass(slots=True)
class _Unacked:
    """A choice on its way to the host."""

    choice: int
    left: int
    at: float


class CounterDevices:
    """Keypad and evaluator of one window."""

    def __init__(self, address: int, habits: Habits) -> None:
        self.address = address
        self._habits = habits
        self._fault = CounterFault.NONE
        self._glass = CounterGlass()
        self._unacked: _Unacked | None = None
        self._stream = bytearray()

    def feed(self, data: bytes, now: float) -> list[Output]:
        self._stream += data
        outputs: list[Output] = []
        while (frame := next_body(self._stream)) is not None:
            address, command, *content = frame
            if address == self.address and self._fault is not CounterFault.SILENT:
                outputs += self._obey(command, content, now)
        return outputs

    def hand(self, words: list[str], now: float) -> list[Output]:
        match words:
            case ["key", choice] if choice in ("0", "1", "2", "3"):
                return self._choose(int(choice), now)
            case ["type", *digits, key] if key in _PAD and all(d in _DIGITS for d in digits):
                return self._press(key, [int(digit) for digit in digits])
            case ["fault", fault] if fault in (
                CounterFault.SILENT,
                CounterFault.NOISE,
                CounterFault.NOACK,
            ):
                self._fault = CounterFault(fault)
            case ["ok"]:
                self._fault = CounterFault.NONE
            case [key] if key in _PAD:
                return self._press(key, [])
            case _:
                raise ValueError(f"a counter does not know {' '.join(words)!r}")
        return [Show("fault", {"fault": self._fault})]

    def tick(self, now: float) -> list[Output]:
        glass = self._glass
        outputs: list[Output] = []
        if glass.lit_until is not None and now >= glass.lit_until:
            glass.lit_until = None
            outputs.append(Show("dark"))
        waiting = self._unacked
        if waiting is not None and now >= waiting.at:
            outputs += self._say_choice(waiting, now)
        return outputs

    def next_wakeup(self) -> float | None:
        times = [self._glass.lit_until, self._unacked.at if self._unacked else None]
        return min((at for at in times if at is not None), default=None)

    def power_cycle(self, now: float) -> list[Output]:  # noqa: ARG002  # the shape of all firmware
        self._glass = CounterGlass()
        self._unacked = None
        self._stream.clear()
        return [Show("power")]

    def look(self) -> Ff68Look:
        return seen(self._glass, self._habits.parts, self._fault)

    def _obey(self, command: int, content: list[int], now: float) -> list[Output]:
        pad = self._habits.parts is not Parts.EVALUATOR
        voter = self._habits.parts is not Parts.KEYPAD
        match command, content:
            case spec.CommandByte.SHOW, [*digits] if len(digits) == spec.LCD_DIGITS and pad:
                return self._show_digits(digits)
            case spec.CommandByte.SHOW, [stars] if voter:
                self._glass.stars = stars
                return [Show("stars", {"stars": stars})]
            case spec.CommandByte.BEEP, [] if pad:
                self._glass.beeps += 1
                return [Show("beep")]
            case spec.CommandByte.KEY, [spec.FunctionKey.EVALUATE] if voter:
                return self._start(now)
            case spec.CommandByte.KEY, [choice] if voter and choice <= spec.CHOICE_MOST:
                return self._thank(choice)
            case spec.CommandByte.KEY, [*_, key] if pad:
                return [Show("heard", {"key": key})]
            case _:
                return [Show("ignored", {"command": command, "data": content})]

    def _show_digits(self, digits: list[int]) -> list[Output]:
        signs = ["" if digit == spec.BLANK else str(digit) for digit in digits]
        self._glass.waiting, self._glass.ticket = "".join(signs[:3]), "".join(signs[3:])
        shown = {"waiting": self._glass.waiting, "ticket": self._glass.ticket}
        return [Show("display", shown)]

    def _start(self, now: float) -> list[Output]:
        self._glass.lit_until = now + self._habits.lit_seconds
        self._glass.said = "请您评价"
        return [Show("lit", {"voice": self._glass.said})]

    def _thank(self, choice: int) -> list[Output]:
        waiting = self._unacked
        if self._fault is CounterFault.NOACK or waiting is None or waiting.choice != choice:
            return [Show("ignored", {"acknowledged": choice})]
        self._unacked = None
        self._glass.lit_until = None
        self._glass.said = "谢谢"
        return [Show("thanks", {"choice": choice, "voice": self._glass.said})]

    def _choose(self, choice: int, now: float) -> list[Output]:
        if self._habits.parts is Parts.KEYPAD:
            raise ValueError("only a keypad is connected here; there is no evaluator key")
        if self._glass.lit_until is None and not self._habits.unlit_keys:
            return [Show("ignored", {"key": choice})]
        self._unacked = _Unacked(choice, self._habits.tries, now)
        return [Show("key", {"key": choice}), *self._say_choice(self._unacked, now)]

    def _say_choice(self, waiting: _Unacked, now: float) -> list[Output]:
        if waiting.left == 0:
            self._unacked = None
            return [Show("unheard", {"key": waiting.choice})]
        waiting.left -= 1
        waiting.at = now + self._habits.every
        return self._send(spec.CommandByte.CHOICE, [waiting.choice])

    def _press(self, key: str, typed: list[int]) -> list[Output]:
        if self._habits.parts is Parts.EVALUATOR:
            raise ValueError("only an evaluator is connected here; there is no keypad")
        shown = Show("pad", {"key": key, "typed": typed})
        return [shown, *self._send(spec.CommandByte.KEY, [*typed, _PAD[key]])]

    def _send(self, command: int, content: list[int]) -> list[Output]:
        if self._fault is CounterFault.SILENT:
            return []
        frame = frame_of([self.address, command, *content])
        return [Send(_NOISE + frame if self._fault is CounterFault.NOISE else frame)]
