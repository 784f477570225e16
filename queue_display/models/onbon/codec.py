"""Requests to bytes, and bytes of both directions to values (sheet "Data domain")."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar, assert_never

from broker.link.base import Noise
from queue_display.models.onbon import areas, spec
from queue_display.models.onbon import orders as o
from queue_display.models.onbon.framing import Cutter, Frame, wrap

V = TypeVar("V")

_STATUS = struct.Struct("<BB8sB4sBBB")


_OPS: dict[type[o.What], spec.Op] = {
    o.Ping: spec.Op.PING,
    o.Power: spec.Op.POWER,
    o.Clear: spec.Op.CLEAR,
    o.SetClock: spec.Op.SET_CLOCK,
    o.LockProgram: spec.Op.LOCK_PROGRAM,
    o.ReadNumber: spec.Op.READ_NUMBER,
    o.QueryStatus: spec.Op.QUERY_STATUS,
    o.ShowAreas: spec.Op.SHOW_AREAS,
}


def op_of(what: o.What) -> int:
    """Group and command of a request that this driver sends."""
    return _OPS[type(what)]


def encode(order: o.Order) -> bytes:
    """The bytes of one request. `ValueError` for what a card cannot be asked, or never may."""
    r0, payload = _parts(order.what)
    op = op_of(order.what)
    response = spec.Response.WANTED if order.expects_reply else spec.Response.UNWANTED
    data = bytes([op >> 8, op & 0xFF, response, r0, 0]) + payload
    return wrap(Frame(order.address, spec.HOST, data))


def _parts(what: o.What) -> tuple[int, bytes]:
    match what:
        case o.Ping() | o.Clear() | o.ReadNumber() | o.QueryStatus():
            return 0, b""
        case o.Power(on):
            return 0, bytes([spec.Switch.ON if on else spec.Switch.OFF])
        case o.SetClock(at):
            return 0, clock_bytes(at)
        case o.LockProgram():
            return spec.LOCK_R0, _lock_bytes(what)
        case o.ShowAreas():
            return areas.byte(what.process, "process"), areas.write(what)
        case o.Unsent(op):
            raise ValueError(f"{op_name(op)} is never sent by this driver")
        case _:
            assert_never(what)


def clock_bytes(at: datetime) -> bytes:
    """Eight BCD bytes: year low, year high, month, day, hour, minute, second, weekday 1 Monday."""
    year = f"{at.year:04d}"
    digits = f"{year[2:]}{year[:2]}{at:%m%d%H%M%S}{at.isoweekday():02d}"
    return bytes.fromhex(digits)


def _clock(data: bytes) -> datetime | None:
    digits = data.hex()
    try:
        return datetime.strptime(digits[2:4] + digits[:2] + digits[4:14], "%Y%m%d%H%M%S")  # noqa: DTZ007  # a card's clock knows no zone
    except ValueError:
        return None


def _lock_bytes(lock: o.LockProgram) -> bytes:
    name = lock.name.encode("ascii", "replace")
    if len(name) != 4 or not lock.name.isascii():
        raise ValueError(f"program {lock.name!r}: a name is four ASCII characters, like P000")
    return bytes([lock.stored, spec.Lock.LOCK if lock.locked else spec.Lock.UNLOCK]) + name


def op_name(op: int) -> str:
    """`ping` for A200, the number where the sheet has no name."""
    if op in set(spec.Op):
        return spec.Op(op).name.lower().replace("_", " ")
    return f"{op >> 8:02X} {op & 0xFF:02X}"


class _FrameDecoder(Generic[V]):
    """Reads what travels one way; `read` makes a value of a whole frame."""

    def __init__(self, read: Callable[[Frame], V | Noise]) -> None:
        self._read = read
        self._cutter = Cutter()

    def feed(self, data: bytes, _now: float = 0.0) -> list[V | Noise]:
        """Take bytes and return the values and noise they complete."""
        return [
            each if isinstance(each, Noise) else self._read(each)
            for each in self._cutter.feed(data)
        ]


class ReplyDecoder(_FrameDecoder[o.Reply]):
    """Reads what cards send to the host."""

    def __init__(self) -> None:
        super().__init__(_reply)


class OrderDecoder(_FrameDecoder[o.Order]):
    """Reads what the host sends to cards: for recordings and `hall decode`."""

    def __init__(self) -> None:
        super().__init__(_order)


def decoder(to_device: bool) -> ReplyDecoder | OrderDecoder:
    """A fresh reader for one direction."""
    return OrderDecoder() if to_device else ReplyDecoder()


def _reply(frame: Frame) -> o.Reply | Noise:
    if frame.to != spec.HOST:
        return Noise(frame.data, "not for the host")  # on RS-485 also our own echo
    op, error, payload = int.from_bytes(frame.data[:2], "big"), frame.data[2], frame.data[5:]
    if frame.sender == spec.HOST and frame.data[0] != spec.REPLY_GROUP and error:
        return Noise(frame.data, "our own frame")  # to a card that has the host's number
    if op == spec.Op.REPLY_ACK:
        return o.Ack(frame.sender)
    if op == spec.Op.REPLY_NACK:
        return o.Nack(frame.sender, error)
    other = o.Other(frame.sender, op, error, payload)
    if op == spec.Op.READ_NUMBER and not error and len(payload) == 2:
        return o.Number(frame.sender, int.from_bytes(payload, "little"))
    if op == spec.Op.QUERY_STATUS and not error:
        return _status(frame.sender, payload) or other
    return other


def _status(address: int, payload: bytes) -> o.Status | None:
    """Barcode and network id behind the area numbers are of no use here and may be missing."""
    if len(payload) < _STATUS.size:
        return None
    on, brightness, clock, programs, current, _, _, count = _STATUS.unpack_from(payload)
    numbers = payload[_STATUS.size :][:count]
    if len(numbers) < count or on not in set(spec.Switch):
        return None
    lit = on == spec.Switch.ON
    return o.Status(address, lit, brightness, clock, programs, current, tuple(numbers))


def _order(frame: Frame) -> o.Order | Noise:
    if frame.data[2] not in set(spec.Response):
        return Noise(frame.data, "no request")
    op, r0, payload = int.from_bytes(frame.data[:2], "big"), frame.data[3], frame.data[5:]
    what = _what(op, r0, payload) or o.Unsent(op, payload)
    return o.Order(frame.to, what, frame.data[2] == spec.Response.WANTED)


def _what(op: int, r0: int, payload: bytes) -> o.What | None:
    match op, len(payload):
        case spec.Op.PING, 0:
            return o.Ping()
        case spec.Op.CLEAR, 0:
            return o.Clear()
        case spec.Op.READ_NUMBER, 0:
            return o.ReadNumber()
        case spec.Op.QUERY_STATUS, 0:
            return o.QueryStatus()
        case spec.Op.POWER, 1 if payload[0] in set(spec.Switch):
            return o.Power(payload[0] == spec.Switch.ON)
        case spec.Op.SET_CLOCK, 8:
            at = _clock(payload)
            return o.SetClock(at) if at else None
        case spec.Op.LOCK_PROGRAM, 6:
            return _lock(payload)
        case spec.Op.SHOW_AREAS, _:
            return areas.read(payload, r0)
        case _:
            return None


def _lock(payload: bytes) -> o.LockProgram | None:
    name = payload[2:]
    if payload[0] > 1 or payload[1] > 1 or not name.isascii():
        return None
    return o.LockProgram(payload[1] == spec.Lock.LOCK, name.decode("ascii"), bool(payload[0]))
