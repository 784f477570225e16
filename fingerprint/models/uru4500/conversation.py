"""What is said to a U.are.U, in the order in which it wants to hear it.

Each talk is a generator: it yields what it waits for, is sent what came (None: the time is up) and
returns what came of it. So the order of `docs/protocols/uru4500.md` can be read here from above to
below; the clock, and whose question it was, are the session's affair.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused
from broker.link.base import Noise
from fingerprint.models.uru4500 import scrambling, spec
from fingerprint.models.uru4500.codec import (
    Command,
    Picture,
    ReadPicture,
    ReadRegister,
    Reply,
    Reported,
    Value,
    WriteRegister,
    Written,
)
from fingerprint.models.uru4500.spec import Event, Mode, StatusBit, UruRegister
from fingerprint.reading import GreyPicture

ANSWER_WITHIN = 1.0  # seconds; a register answers in one
PICTURE_WITHIN = 1.0  # it travels for 0.2 s; whose came later is no longer the one on the glass
_POLL = 0.01
_POLLS = 100
_WAKE_WITHIN = 0.3
_STARTS = 3
_LOOKS = 3  # at one finger, before it is told to come again
_SEED = 0x5EED1234
"""It hides a key from nobody: it travels beside it. Any number does."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Send this, and wait for its answer."""

    command: Command
    seconds: float = ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Await:
    """Wait for this to happen; a moment is over early where another question is waiting."""

    event: Event
    seconds: float


@dataclass(frozen=True, slots=True)
class Capture:
    """A finger, as it was on the glass. `keys` are those it was scrambled with."""

    picture: Picture
    keys: tuple[int, ...] = field(default=(), repr=False)

    def grey(self) -> GreyPicture:
        """The picture with dark ridges, as those want it who compare fingers. It takes a tenth of
        a second where it is scrambled, so it is not for the loop."""
        pixels = scrambling.plain(self.picture, self.keys)
        return GreyPicture(spec.WIDTH, self.picture.lines, pixels.translate(_INVERTED))


_INVERTED = bytes(range(255, -1, -1))

Step: TypeAlias = Demand | Pause | Await
Heard: TypeAlias = Reply | Noise | None


class Garbled(DeviceError):
    """What came is no answer."""


def ask(command: Command, seconds: float = ANSWER_WITHIN) -> Generator[Step, Heard, Reply]:
    """Its answer. Raises `DeviceNoAnswer` or `Garbled`."""
    heard = yield Demand(command, seconds)
    if heard is None:
        raise DeviceNoAnswer("the reader does not answer")
    if isinstance(heard, Noise):
        raise Garbled(f"the reader answers something else ({heard.reason})")
    return heard


def read(register: UruRegister) -> Generator[Step, Heard, bytes]:
    """What a register holds."""
    value = yield from ask(ReadRegister(register))
    assert isinstance(value, Value)  # noqa: S101  # only an answer to its question ends it
    return value.data


def write(register: UruRegister, data: bytes) -> Generator[Step, Heard, None]:
    """Write a register, and wait until it is taken."""
    yield from ask(WriteRegister(register, data))


def status() -> Generator[Step, Heard, StatusBit]:
    """How it is."""
    data = yield from read(UruRegister.STATUS)
    return StatusBit(data[0])


def set_mode(mode: Mode) -> Generator[Step, Heard, None]:
    """Tell it what to do."""
    yield from write(UruRegister.MODE, bytes([mode]))


def begin() -> Generator[Step, Heard, None]:
    """Start the reader, whatever it did before. `DeviceRefused` where it does not start."""
    for _ in range(_STARTS):
        yield from _rebooted()
        if (yield from _powered_up()):
            yield from read(UruRegister.INFO)
            return
    raise DeviceRefused("the reader does not wake up")


def _rebooted() -> Generator[Step, Heard, None]:
    """Where it says that it wants to be started anew, that; then power down."""
    wanted = StatusBit.LOW_POWER | StatusBit.FAULT
    found = yield from status()
    if found & wanted == wanted:
        yield from _write_status(found & spec.STATUS_KEPT)
        for _ in range(_POLLS):
            yield Pause(_POLL)
            found = yield from status()
            if found & StatusBit.READY:
                break
        else:
            raise DeviceRefused("the reader stays in its fault")
    if not found & StatusBit.LOW_POWER:
        yield from _write_status(found | StatusBit.LOW_POWER)


def _powered_up() -> Generator[Step, Heard, bool]:
    """Take it out of low power; whether it said that its power is on. It may say so early."""
    for _ in range(_POLLS):
        found = yield from status()
        yield from _write_status(found & spec.STATUS_KEPT)
        if not (yield from status()) & StatusBit.LOW_POWER:
            break
        yield Pause(_POLL)
    else:
        raise DeviceRefused("the reader stays in low power")
    return (yield Await(Event.POWER_ON, _WAKE_WITHIN)) is not None


def _write_status(value: int) -> Generator[Step, Heard, None]:
    yield from write(UruRegister.STATUS, bytes([value]))


def prove_life() -> Generator[Step, Heard, None]:
    """See that it is there, and awake. `DeviceRefused` where it fell asleep or failed."""
    if (yield from status()) & (StatusBit.LOW_POWER | StatusBit.FAULT):
        raise DeviceRefused("the reader fell asleep")


def look() -> Generator[Step, Heard, Capture | None]:
    """Take a picture of the finger that is on the glass; None where it gave none that is whole."""
    yield from set_mode(Mode.CAPTURE)
    for _ in range(_LOOKS):
        heard = yield Demand(ReadPicture(), PICTURE_WITHIN)
        if heard is None:
            raise DeviceNoAnswer("the reader gives no picture")
        if isinstance(heard, Picture):
            return Capture(heard, (yield from _keys(heard)))
    return None


def _keys(picture: Picture) -> Generator[Step, Heard, tuple[int, ...]]:
    """The keys of a scrambled picture, each hidden by a seed of ours."""
    if not scrambling.scrambled(picture):
        return ()
    found: list[int] = []
    for number in scrambling.keys_needed(picture):
        seed = (_SEED + number) & 0xFFFFFFFF
        index = bytes([number]) + seed.to_bytes(4, "little")
        yield from write(UruRegister.SCRAMBLE_INDEX, index)
        hidden = yield from read(UruRegister.SCRAMBLE_KEY)
        found.append(int.from_bytes(hidden, "little") ^ seed)
    return tuple(found)


def answers(command: Command, reply: Reply | Noise) -> bool:
    """Whether this is what a command waits for."""
    match command, reply:
        case _, Noise():
            return True
        case ReadRegister(register), Value(answered):
            return register == answered
        case WriteRegister(register), Written(answered):
            return register == answered
        case ReadPicture(), Picture():
            return True
    return False


def dead_scan(reply: Reply | Noise) -> bool:
    """Whether the reader says that it has to be started anew."""
    return isinstance(reply, Reported) and reply.code == Event.DEAD_SCAN
