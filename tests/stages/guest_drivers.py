"""Drivers as somebody else would write them. Invented, and each without something that a make may
lack: a sign that cannot be asked, a keypad whose link carries events, a printer without bytes of
its own to decode."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

from broker.domain.errors import LinkClosed
from broker.link.base import Noise
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.session import Action, Done, Failed, Report, Write
from evaluator.dialogue import PadKey, PadPressed
from evaluator.driver import KeypadDriver
from kiosk.printing.driver import PrinterDriver
from kiosk.printing.slip import Roll, Slip
from kiosk.printing.trouble import PrinterState, PrinterTrouble, PrinterTroubled
from queue_display.driver import SignDriver
from queue_display.glass import GlassProfile, Ink


class Lines:
    """A decoder of lines of text; it has no use for the time."""

    def __init__(self, _to_device: bool) -> None:
        self._rest = b""

    def feed(self, data: bytes, _now: float, /) -> list[str | Noise]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line.decode("utf-8", "replace") for line in lines]


# a sign that never answers, and is red only


@dataclass(frozen=True)
class Words:
    """Show these."""

    address: int
    text: str


def words(command: Words) -> bytes:
    return f"{command.address}:{command.text}\n".encode()


def _never(_command: Words, _reply: str) -> bool:
    return False


MUTE_SIGN = SignDriver(
    name="mute-sign",
    title="A sign that only listens",
    session=lambda _addresses: Exchange(
        ExchangeRules(words, lambda _: None, _never, key=lambda command: command.address)
    ),
    decoder=Lines,
    describe=str,
    encode=words,
    show=lambda address, sign: Words(address, sign.text),
    profile=GlassProfile(sizes=(16,), inks=(Ink.RED,)),
)


# a USB numeric keypad: the kernel has decoded it already


@dataclass(frozen=True)
class KeyEvent:
    """An event of the kernel's input layer, EV_KEY or EV_LED."""

    code: int
    value: int  # 1 pressed or lit, 0 released or dark, 2 held


Events = tuple[KeyEvent, ...]

KEY_TAB, KEY_KPENTER, KEY_KPASTERISK, KEY_KP2 = 15, 96, 55, 80  # linux/input-event-codes.h
LED_NUML = 0
_DIGITS = {82: 0, 79: 1, KEY_KP2: 2, 81: 3, 75: 4, 76: 5, 77: 6, 71: 7, 72: 8, 73: 9}
_KEYS = {KEY_KPENTER: PadKey.CALL, KEY_KPASTERISK: PadKey.TRANSFER}


class EventLink:
    """A keypad in memory: what is `tapped` is read as events, what is written are its lights."""

    def __init__(self, name: str = "/dev/input/by-id/numpad") -> None:
        self.name = name
        self.lights: list[Events] = []
        self._waiting: deque[KeyEvent] = deque()
        self._came = threading.Condition()
        self._closed = False

    def tap(self, *codes: int) -> None:
        """Somebody presses these keys, one after another."""
        with self._came:
            for code in codes:
                self._waiting += [KeyEvent(code, 1), KeyEvent(code, 0)]
            self._came.notify_all()

    def read(self, timeout: float | None) -> Events:
        with self._came:
            self._came.wait_for(lambda: self._waiting or self._closed, timeout)
            if self._closed:
                raise LinkClosed(f"{self.name}: unplugged")
            events = tuple(self._waiting)
            self._waiting.clear()
            return events

    def write(self, data: Events) -> None:
        self.lights.append(data)

    def close(self) -> None:
        with self._came:
            self._closed = True
            self._came.notify_all()


class Presses:
    """A decoder of events: keys that go down."""

    def __init__(self, _to_device: bool) -> None:
        pass

    def feed(self, data: Events, _now: float, /) -> list[KeyEvent | Noise]:
        known = {*_DIGITS, *_KEYS}
        return [
            event if event.code in known else Noise(b"KEY %d" % event.code, "no meaning")
            for event in data
            if event.value == 1
        ]


@dataclass(frozen=True)
class Blink:
    """The keypad's only light, for a beep."""

    address: int


class NumpadSession:
    """Digits, then a key."""

    def __init__(self, addresses: tuple[int, ...]) -> None:
        (self._address,) = addresses
        self._typed: list[int] = []

    def submit(self, command: Blink, _now: float) -> list[Action]:
        return [Write((KeyEvent(LED_NUML, 1), KeyEvent(LED_NUML, 0))), Done(command, None)]

    def receive(self, reply: KeyEvent, _now: float) -> list[Action]:
        if reply.code in _DIGITS:
            self._typed.append(_DIGITS[reply.code])
            return []
        typed, self._typed = tuple(self._typed), []
        return [Report(PadPressed(self._address, _KEYS[reply.code], typed))]

    def tick(self, _now: float) -> list[Action]:
        return []

    def next_wakeup(self) -> float | None:
        return None


NUMPAD = KeypadDriver(
    name="numpad",
    title="USB numeric keypad",
    session=NumpadSession,
    decoder=Presses,
    describe=str,
    link=lambda place, _baud: EventLink(place),
    beep=Blink,
)


# a keypad with a display that must answer


@dataclass(frozen=True)
class Figures:
    """What the display shows."""

    address: int
    waiting: int | None
    number: int | None


def _figures(command: Figures) -> bytes:
    return f"{command.address}:{command.waiting}/{command.number}\n".encode()


ANSWERING_PAD = KeypadDriver(
    name="answering-pad",
    title="A keypad whose display acknowledges",
    session=lambda _addresses: Exchange(
        ExchangeRules(
            _figures, lambda _: RetryPolicy(0.5, attempts=2), lambda _command, reply: reply == "OK"
        )
    ),
    decoder=Lines,
    describe=str,
    encode=_figures,
    numbers=Figures,
)


# a printer that is a typewriter


@dataclass(frozen=True)
class Typed:
    """A slip as text."""

    key: str
    text: str


class TypistSession:
    """It has typed when it says OK; what it has not typed when its wire goes, it has not."""

    def __init__(self) -> None:
        self._open: list[Typed] = []

    def submit(self, command: Typed, _now: float) -> list[Action]:
        self._open.append(command)
        return [Write(command.text.encode())]

    def receive(self, reply: str, _now: float) -> list[Action]:
        if reply != "OK" or not self._open:
            return []
        return [Done(self._open.pop(0), reply)]

    def tick(self, _now: float) -> list[Action]:
        return []

    def next_wakeup(self) -> float | None:
        return None

    def opened(self, _now: float) -> list[Action]:
        return [Report(PrinterState())]

    def closed(self, _now: float) -> list[Action]:
        lost, self._open = self._open, []
        trouble = PrinterTrouble.UNPLUGGED
        failed: list[Any] = [Failed(each, PrinterTroubled(trouble)) for each in lost]
        return [*failed, Report(PrinterState(trouble))]


def _type(key: str, slip: Slip, roll: Roll) -> Typed:
    width = {Roll.MM_58: 20, Roll.MM_80: 30}[roll]
    return Typed(key, f"{slip.number.center(width)}\n{slip.before}\n{slip.where}\n\f\n")


TYPIST = PrinterDriver(
    name="typist",
    title="A typewriter",
    session=lambda _addresses: TypistSession(),
    decoder=Lines,
    describe=str,
    encode=lambda command: command.text.encode(),
    slip=_type,
)
