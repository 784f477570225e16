"""The conversation with one terminal: connect, ask, go. Nothing is changed there.

A talk is a generator, as with other readers that want their questions in an order: it yields what
it asks, is sent what came of it, and returns what it found out. An answer bears the count of its
question and the terminal's name for the connection, so a late one is none to the next. Whatever
goes wrong ends the talk; it is whoever asked who may ask again, from the beginning.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused
from broker.service.session import Action, Done, Failed, Write
from fingerprint.models.zk import codec, spec
from fingerprint.models.zk.codec import ZkPacket, encode
from fingerprint.models.zk.spec import ZkAnswer, ZkCommand
from fingerprint.terminal import TerminalLog

_PATIENCE = 5.0  # seconds for an answer
_FOR_DATA = 15.0  # and for a piece of the log
_MOST_BYTES = 40 * 500_000  # no terminal keeps more


@dataclass(frozen=True, slots=True)
class Introduce:
    """Who are you, how late is it, and how many records do you keep?"""

    password: int = 0


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Give me all your records."""

    password: int = 0


@dataclass(frozen=True, slots=True)
class Introduced:
    """What a terminal tells of itself."""

    serial: str
    name: str
    clock: datetime
    records: int


@dataclass(frozen=True, slots=True)
class _Ask:
    """Send this (nothing: only listen on), and wait for an answer."""

    code: ZkCommand | None
    data: bytes = b""
    seconds: float = _PATIENCE


@dataclass(frozen=True, slots=True)
class _Heard:
    packet: ZkPacket
    asked: float
    now: float


_Step = Generator[_Ask, _Heard, ZkPacket]
_Found = Introduced | TerminalLog
_Talk = Generator[_Ask, _Heard, _Found]


class ZkSession:
    """Talks with one terminal; what is submitted meanwhile waits."""

    def __init__(self) -> None:
        self._waiting: deque[Introduce | ReadOut] = deque()
        self._mine: Introduce | ReadOut | None = None
        self._talk: _Talk | None = None
        self._session = 0
        self._count = -1
        self._asked = 0.0
        self._until: float | None = None
        self._patience = _PATIENCE

    def submit(self, command: Introduce | ReadOut, now: float) -> list[Action]:
        """Ask for it, when it is its turn."""
        self._waiting.append(command)
        return [] if self._talk is not None else self._begin(now)

    def receive(self, reply: ZkPacket, now: float) -> list[Action]:
        """Take a packet. What happened at the terminal meanwhile, and what answers something else,
        is passed over."""
        if self._talk is None or reply.code == ZkAnswer.EVENT or reply.count != self._count:
            return []
        if self._count and reply.session != self._session:
            return []
        self._session = reply.session
        self._until = now + self._patience
        return self._go(_Heard(reply, self._asked, now), now)

    def tick(self, now: float) -> list[Action]:
        """Let time pass."""
        if self._until is None or now < self._until:
            return []
        return self._over(DeviceNoAnswer("the terminal does not answer"), now)

    def next_wakeup(self) -> float | None:
        """When a wait is over."""
        return self._until

    def _begin(self, now: float) -> list[Action]:
        if not self._waiting:
            self._until = None
            return []
        self._mine = self._waiting.popleft()
        self._talk = _talk(self._mine)
        self._session, self._count = 0, -1
        return self._asks(next(self._talk), now)

    def _go(self, heard: _Heard, now: float) -> list[Action]:
        assert self._talk is not None  # noqa: S101  # only a talk hears anything
        try:
            return self._asks(self._talk.send(heard), now)
        except StopIteration as end:
            assert self._mine is not None  # noqa: S101  # whose talk it is
            done = Done(self._mine, end.value)
            goodbye = self._written(ZkCommand.EXIT, b"")
            self._talk = None
            return [done, goodbye, *self._begin(now)]
        except DeviceError as error:
            return self._over(error, now)

    def _asks(self, ask: _Ask, now: float) -> list[Action]:
        self._patience = ask.seconds
        self._until = now + ask.seconds
        if ask.code is None:
            return []
        self._asked = now
        return [self._written(ask.code, ask.data)]

    def _written(self, code: ZkCommand, data: bytes) -> Write[bytes]:
        self._count = (self._count + 1) & 0xFFFF
        return Write(encode(ZkPacket(code, self._session, self._count, data)))

    def _over(self, error: DeviceError, now: float) -> list[Action]:
        """Whoever asked is told. The connection may be in any state, so no goodbye is said."""
        assert self._mine is not None  # noqa: S101  # only a talk fails
        failed = Failed(self._mine, error)
        self._talk = None
        return [failed, *self._begin(now)]


def _talk(command: Introduce | ReadOut) -> _Talk:
    yield from _connected(command.password)
    serial = yield from _option(spec.SERIAL)
    clock, asked, answered = yield from _clock()
    count = yield from _counted()
    if isinstance(command, Introduce):
        return Introduced(serial, (yield from _option(spec.NAME)), clock, count)
    found = codec.records((yield from _log()) if count else b"", count)
    if found is None:
        raise DeviceRefused(
            f"the terminal counts {count} records and gave fewer, or of a form of old terminals"
        )
    return TerminalLog(serial, clock, asked, answered, found)


def _connected(password: int) -> Generator[_Ask, _Heard, None]:
    heard = yield _Ask(ZkCommand.CONNECT)
    if heard.packet.code == ZkAnswer.UNAUTHENTICATED:
        key = codec.key(password, heard.packet.session)
        heard = yield _Ask(ZkCommand.AUTHENTICATE, key)
    if heard.packet.code == ZkAnswer.UNAUTHENTICATED:
        raise DeviceRefused("the terminal wants another password (its communication key)")
    _done(heard.packet)


def _done(packet: ZkPacket) -> ZkPacket:
    if packet.code != ZkAnswer.DONE:
        raise DeviceRefused(f"the terminal refuses (code {packet.code})")
    return packet


def _asked(code: ZkCommand, data: bytes = b"") -> _Step:
    heard = yield _Ask(code, data)
    return _done(heard.packet)


def _option(name: bytes) -> Generator[_Ask, _Heard, str]:
    packet = yield from _asked(ZkCommand.OPTION, name + b"\0")
    return packet.data.rpartition(b"=")[2].rstrip(b"\0").decode("ascii", "replace")


def _clock() -> Generator[_Ask, _Heard, tuple[datetime, float, float]]:
    heard = yield _Ask(ZkCommand.CLOCK)
    data = _done(heard.packet).data
    clock = codec.moment(int.from_bytes(data, "little")) if len(data) == 4 else None
    if clock is None:
        raise DeviceRefused("the terminal's clock shows no day that there is")
    return clock, heard.asked, heard.now


def _counted() -> Generator[_Ask, _Heard, int]:
    data = (yield from _asked(ZkCommand.SIZES)).data
    if len(data) < spec.SIZES_BYTES:
        raise DeviceRefused("the terminal does not say how many records it keeps")
    (count,) = struct.unpack_from("<I", data, spec.RECORDS_AT)
    return int(count)


def _log() -> Generator[_Ask, _Heard, bytes]:
    """The attendance log: at once where it is small, else piece by piece."""
    heard = yield _Ask(ZkCommand.PREPARE, spec.RECORDS, _FOR_DATA)
    if heard.packet.code == ZkAnswer.DATA:
        return heard.packet.data
    told = _done(heard.packet).data
    size = int.from_bytes(told[1:5], "little")
    if len(told) < 5 or size > _MOST_BYTES:
        raise DeviceRefused("the terminal does not say how much there is to read")
    log = bytearray()
    while len(log) < size:
        log += yield from _piece(len(log), min(spec.CHUNK, size - len(log)))
    yield from _asked(ZkCommand.FREE)
    return bytes(log)


def _piece(start: int, size: int) -> Generator[_Ask, _Heard, bytes]:
    """So many bytes from there on: announced, in a packet or several, and confirmed; or at once."""
    heard = yield _Ask(ZkCommand.READ, struct.pack("<II", start, size), _FOR_DATA)
    at_once = heard.packet.code == ZkAnswer.DATA
    if not at_once and heard.packet.code != ZkAnswer.COMING:
        raise DeviceRefused(f"the terminal refuses (code {heard.packet.code})")
    piece = bytearray(heard.packet.data if at_once else b"")
    while not at_once:
        heard = yield _Ask(None, seconds=_FOR_DATA)
        if heard.packet.code != ZkAnswer.DATA:
            _done(heard.packet)
            break
        piece += heard.packet.data
    if len(piece) != size:
        raise DeviceRefused(f"the terminal gave {len(piece)} of {size} bytes")
    return bytes(piece)
