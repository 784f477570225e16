"""Frames of the FF 68 bus to values and back. Pure.

The wire has no direction bit. A decoder is made for one direction; the host's decoder also
understands the host's own frames, because many RS-485 adapters hear themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from broker.link.base import Noise
from evaluator.models.ff68 import commands as c
from evaluator.models.ff68 import spec
from evaluator.models.ff68.commands import Command


@dataclass(frozen=True, slots=True)
class Keys:
    """Keypad to host: typed digits, then a function key. `data` is kept for the echo."""

    address: int
    data: bytes

    @property
    def typed(self) -> tuple[int, ...]:
        """The digits typed before the key."""
        return tuple(self.data[:-1])

    @property
    def key(self) -> spec.FunctionKey | None:
        """The function key; None for a code that nobody described."""
        return next((key for key in spec.FunctionKey if key == self.data[-1]), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Evaluator to host: the applicant's key, 0..3."""

    address: int
    choice: int


Heard: TypeAlias = Keys | Choice | c.ShowNumbers | c.ShowStars | c.Beep
Value: TypeAlias = Command | Keys | Choice


def encode(value: Value) -> bytes:
    """The frame of a value. `ValueError`: a number that the protocol cannot carry."""
    if value.address not in spec.ADDRESSES:
        raise ValueError(f"address {value.address} is not 1..255")
    command, data = _content(value)
    length = len(data) + 2
    if not spec.SHORTEST <= length <= spec.LONGEST:
        raise ValueError(f"{len(data)} data bytes do not fit a frame")
    body = bytes((value.address, command)) + data
    head = spec.START + bytes((length, length, spec.MARK))
    return head + body + bytes((sum(body) & 0xFF, spec.END))


def _content(value: Value) -> tuple[spec.CommandByte, bytes]:
    match value:
        case c.ShowNumbers():
            return spec.CommandByte.SHOW, _digits(value.waiting) + _digits(value.number)
        case c.ShowStars():
            return spec.CommandByte.SHOW, _byte(value.stars, spec.STARS_MOST, "stars")
        case c.Beep():
            return spec.CommandByte.BEEP, b""
        case c.StartEvaluation():
            return spec.CommandByte.KEY, bytes((spec.FunctionKey.EVALUATE,))
        case c.AckKeys() | Keys():
            return spec.CommandByte.KEY, value.data
        case c.AckChoice():
            return spec.CommandByte.KEY, _byte(value.choice, spec.CHOICE_MOST, "choice")
        case Choice():
            return spec.CommandByte.CHOICE, _byte(value.choice, spec.CHOICE_MOST, "choice")
        case _:
            assert_never(value)


def _byte(number: int, most: int, what: str) -> bytes:
    if not 0 <= number <= most:
        raise ValueError(f"{what} {number} is not 0..{most}")
    return bytes((number,))


def _digits(number: int | None) -> bytes:
    if number is None:
        return bytes((spec.BLANK,)) * 3
    if not 0 <= number <= spec.LCD_MOST:
        raise ValueError(f"{number} does not fit three digits")
    return bytes(int(digit) for digit in f"{number:03d}")


class FrameDecoder:
    """Finds frames in a stream. With `to_device` it reads as a device, else as the host.

    How it works, and why slices and junk cannot cost a frame. A place in the stream is judged by
    the bytes from there to the end of the frame that it would begin, and by nothing else: it is
    a frame, or something in it says that it is none, or the bytes so far leave both open and it
    waits. So the same frames come however the stream is cut. Junk is passed over from one `FF 68`
    to the next, and a judgement looks at 23 bytes at most: the work grows with the bytes alone.
    """

    def __init__(self, to_device: bool = False) -> None:
        self._to_device = to_device
        self._rest = b""

    def feed(self, data: bytes, _now: float = 0.0) -> list[Value | Noise]:
        """All values completed by `data`; what cannot begin a frame comes back as `Noise`."""
        stream = self._rest + data
        values: list[Value | Noise] = []
        at, junk, reason = 0, 0, ""  # junk begins there, and this was said of its first byte
        while True:
            size, trouble = _measure(stream[at : at + spec.FRAME_MOST])
            if trouble:
                reason = reason or trouble
                at = _next_start(stream, at + 1)
                continue
            values += [Noise(stream[junk:at], reason)] if junk < at else []
            if not size:
                self._rest = stream[at:]
                return values
            values.append(self._read(stream[at : at + size]))
            junk = at = at + size
            reason = ""

    def _read(self, frame: bytes) -> Value | Noise:
        address, command = frame[spec.HEAD_SIZE], frame[spec.HEAD_SIZE + 1]
        data = frame[spec.HEAD_SIZE + 2 : -spec.TAIL_SIZE]
        value = _value(address, command, data, self._to_device)
        return Noise(frame, value) if isinstance(value, str) else value


def _next_start(stream: bytes, after: int) -> int:
    """Where the next frame may begin: at a start, at the first half of one that ends the stream,
    or nowhere in it. Before `after` there is no such half: it would still be waited for."""
    at = stream.find(spec.START, after)
    return at if at >= after else len(stream) - stream.endswith(spec.START[:1])


def _measure(seen: bytes) -> tuple[int, str]:
    """The size of the frame that begins here, 0 while it is incomplete, or why there is none."""
    if not seen.startswith(spec.START[: len(seen)]):
        return 0, "no frame"
    if len(seen) > 2 and not spec.SHORTEST <= seen[2] <= spec.LONGEST:
        return 0, "bad length"
    if len(seen) > 3 and seen[3] != seen[2]:
        return 0, "lengths differ"
    if len(seen) > 4 and seen[4] != spec.MARK:
        return 0, "no second mark"
    if len(seen) < spec.HEAD_SIZE:
        return 0, ""
    return _measure_body(seen, spec.HEAD_SIZE + seen[2] + spec.TAIL_SIZE)


def _measure_body(seen: bytes, size: int) -> tuple[int, str]:
    # No sound frame holds FF 68 inside: another start means that this one was cut short, whether
    # or not the bytes behind happen to add up.
    if spec.START in seen[len(spec.START) : size]:
        return 0, "cut short"
    if len(seen) < size:
        return 0, ""
    if seen[size - 1] != spec.END:
        return 0, "no end mark"
    if sum(seen[spec.HEAD_SIZE : size - 2]) & 0xFF != seen[size - 2]:
        return 0, "bad checksum"
    return size, ""


def _value(address: int, command: int, data: bytes, to_device: bool) -> Value | str:
    if address not in spec.ADDRESSES:
        return "address 0"
    match command:
        case spec.CommandByte.BEEP if not data:
            return c.Beep(address)
        case spec.CommandByte.SHOW:
            return _shown(address, data)
        case spec.CommandByte.CHOICE if len(data) == 1 and data[0] <= spec.CHOICE_MOST:
            return "only devices say this" if to_device else Choice(address, data[0])
        case spec.CommandByte.KEY if data and max(data[:-1], default=0) <= 9:
            return _told(address, data) if to_device else Keys(address, data)
        case _:
            return "unknown content"


def _told(address: int, data: bytes) -> Command:
    """A key frame as the device takes it. To an evaluator, the echo of its keypad's evaluate key
    and the start of an evaluation are one and the same."""
    if data == bytes((spec.FunctionKey.EVALUATE,)):
        return c.StartEvaluation(address)
    if len(data) == 1 and data[0] <= spec.CHOICE_MOST:
        return c.AckChoice(address, data[0])
    return c.AckKeys(address, data)


def _shown(address: int, data: bytes) -> Command | str:
    if len(data) == 1 and data[0] <= spec.STARS_MOST:
        return c.ShowStars(address, data[0])
    if len(data) == spec.LCD_DIGITS and max(data) <= spec.BLANK:
        return c.ShowNumbers(address, _number(data[:3]), _number(data[3:]))
    return "unknown content"


def _number(digits: bytes) -> int | None:
    text = "".join(str(digit) for digit in digits if digit != spec.BLANK)
    return int(text) if text else None
