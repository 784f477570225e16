"""One simulated terminal: who touched it and when, and how it tells."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fingerprint.models.zk.spec import START, ZkAnswer, ZkCommand
from firmware_mocks.firmware import Look, Output, Send, Show

_EPOCH = datetime.fromisoformat("2000-01-01")  # a terminal's time has no zone
_SESSION = 0x5BCA
_AT_ONCE = 1024  # bytes of a log that are given without being asked for piece by piece
_LATE = 4.0


@dataclass(frozen=True, slots=True)
class Make:
    """What is printed on it, and set in its menu."""

    serial: str
    password: int
    record_bytes: int


@dataclass
class Memory:
    """`clock` in seconds since 2000 when it was switched on, and the records: number and second."""

    clock: int
    records: list[tuple[str, int]] = field(default_factory=list)


class TerminalLook(Look, frozen=True):
    """What its screen shows."""

    clock: str
    records: int


class ZkTerminal:
    """Answers one host at a time. `now` is monotonic; the clock on its wall goes with it."""

    def __init__(self, address: int, make: Make, memory: Memory) -> None:
        self.address = address
        self._make, self._memory = make, memory
        self._fault = ""
        self._on_since: float | None = None
        self._now = 0.0
        self._forget()

    def _forget(self) -> None:
        self._stream = b""
        self._open = self._known = False
        self._log = b""

    def feed(self, data: bytes, now: float) -> list[Output]:
        """Bytes from the host."""
        self._tell_time(now)
        self._stream += data
        outputs: list[Output] = []
        while (payload := self._taken()) is not None:
            outputs += self._heard(payload)
        return [] if self._fault == "silent" else [self._spoilt(each) for each in outputs]

    def _tell_time(self, now: float) -> None:
        if self._on_since is None:
            self._on_since = now
        self._now = now

    @property
    def _clock(self) -> int:
        return self._memory.clock + int(self._now - (self._on_since or self._now))

    def _taken(self) -> bytes | None:
        """The next payload whose sum is right."""
        while True:
            at = self._stream.find(START)
            self._stream = self._stream[at:] if at >= 0 else self._stream[-3:]
            if at < 0 or len(self._stream) < 8:
                return None
            size = int.from_bytes(self._stream[4:8], "little")
            if not 8 <= size <= 2048:
                self._stream = self._stream[4:]
                continue
            if len(self._stream) < 8 + size:
                return None
            payload, rest = self._stream[8 : 8 + size], self._stream[8 + size :]
            if _sum(payload) == 0xFFFF:
                self._stream = rest
                return payload
            self._stream = self._stream[4:]

    def _heard(self, payload: bytes) -> list[Output]:
        code, _, session, count = struct.unpack_from("<HHHH", payload)
        data = payload[8:]
        if code == ZkCommand.CONNECT:
            self._forget_host()
            return self._connect(count)
        if not self._open or session != _SESSION:
            return [_packet(ZkAnswer.WRONG_STATE, 0, count)]
        if code == ZkCommand.AUTHENTICATE:
            return [self._authenticate(data, count)]
        if not self._known:
            return [self._say(ZkAnswer.UNAUTHENTICATED, count)]
        return self._obey(code, data, count)

    def _forget_host(self) -> None:
        self._open, self._known, self._log = True, self._make.password == 0, b""

    def _connect(self, count: int) -> list[Output]:
        answer = ZkAnswer.DONE if self._known else ZkAnswer.UNAUTHENTICATED
        return [Show("connected"), self._say(answer, count)]

    def _authenticate(self, data: bytes, count: int) -> Output:
        """The key is worked out again and compared; its third byte is what was mixed in."""
        if len(data) == 4:
            ticks = data[2]
            bits = f"{self._make.password:032b}"
            mixed = (int("".join(reversed(bits)), 2) + _SESSION) % (1 << 32)
            pairs = zip(mixed.to_bytes(4, "little"), b"ZKSO", strict=True)
            plain = [byte ^ mask for byte, mask in pairs]
            wanted = [plain[2] ^ ticks, plain[3] ^ ticks, ticks, plain[1] ^ ticks]
            self._known = data == bytes(wanted)
        return self._say(ZkAnswer.DONE if self._known else ZkAnswer.UNAUTHENTICATED, count)

    def _obey(self, code: int, data: bytes, count: int) -> list[Output]:
        match code:
            case ZkCommand.EXIT:
                self._open = False
                return [self._say(ZkAnswer.DONE, count), Show("disconnected")]
            case ZkCommand.OPTION:
                return [self._say(ZkAnswer.DONE, count, self._option(data))]
            case ZkCommand.CLOCK:
                clock = struct.pack("<I", _packed(self._clock))
                return [self._say(ZkAnswer.DONE, count, clock)]
            case ZkCommand.VERSION:
                return [self._say(ZkAnswer.DONE, count, b"Ver 6.60 Sep 19 2019\0")]
            case ZkCommand.SIZES:
                return [self._say(ZkAnswer.DONE, count, self._sizes())]
            case ZkCommand.PREPARE:
                return [self._prepare(data, count)]
            case ZkCommand.READ:
                return self._read(data, count)
            case ZkCommand.FREE:
                self._log = b""
                return [self._say(ZkAnswer.DONE, count)]
        return [Show("refused", {"code": code}), self._say(ZkAnswer.UNKNOWN, count)]

    def _option(self, data: bytes) -> bytes:
        name = data.rstrip(b"\0")
        known = {b"~SerialNumber": self._make.serial.encode(), b"~DeviceName": b"F18"}
        return name + b"=" + known.get(name, b"") + b"\0"

    def _sizes(self) -> bytes:
        """Twenty-three numbers, of which a client looks at a few."""
        numbers = [0] * 23
        numbers[4], numbers[6], numbers[8] = 9, 18, len(self._memory.records)
        numbers[14:20] = 3000, 3000, 100_000, 2982, 2991, 100_000 - len(self._memory.records)
        return struct.pack("<23I", *numbers)

    def _prepare(self, data: bytes, count: int) -> Output:
        """Users, of whom there are none here, or the log of who touched it."""
        if data[1:3] == b"\x0d\0" and self._fault == "busy":
            return self._say(ZkAnswer.FAILED, count)
        rows = [] if data[1:3] != b"\x0d\0" else self._memory.records
        if self._fault == "fewer":
            rows = rows[:-1]
        body = b"".join(self._row(place, *each) for place, each in enumerate(rows, 1))
        self._log = struct.pack("<I", len(body)) + body
        if len(self._log) <= _AT_ONCE:
            return self._say(ZkAnswer.DATA, count, self._log)
        size = len(self._log)
        return self._say(ZkAnswer.DONE, count, struct.pack("<BIII", 0, size, size, 0))

    def _row(self, place: int, number: str, second: int) -> bytes:
        if self._make.record_bytes == 16:
            return struct.pack("<IIBBHI", int(number), _packed(second), 1, 0, 0, 0)
        who = number.encode().ljust(24, b"\0")
        return struct.pack("<H24sBIB8s", place, who, 1, _packed(second), 0, bytes(8))

    def _read(self, data: bytes, count: int) -> list[Output]:
        """A piece: how much, the bytes in two packets, and that it is all."""
        if len(data) != 8:
            return [self._say(ZkAnswer.WRONG_DATA, count)]
        start, size = struct.unpack("<II", data)
        piece = self._log[start : start + size]
        half = len(piece) // 2 if len(piece) > 40_000 else len(piece)
        parts = [part for part in (piece[:half], piece[half:]) if part]
        return [
            self._say(ZkAnswer.COMING, count, struct.pack("<II", len(piece), 0x1000)),
            *(self._say(ZkAnswer.DATA, count, part) for part in parts),
            self._say(ZkAnswer.DONE, count),
        ]

    def _say(self, code: ZkAnswer, count: int, data: bytes = b"") -> Send:
        return _packet(code, _SESSION, count, data)

    def _spoilt(self, output: Output) -> Output:
        if not isinstance(output, Send):
            return output
        if self._fault == "cut":
            self._fault = "silent"
            return Send(output.data[: max(1, len(output.data) // 2)])
        return Send(output.data, _LATE) if self._fault == "late" else output

    def hand(self, words: list[str], now: float) -> list[Output]:
        """Somebody touches it, sets its clock, or it is spoilt."""
        self._tell_time(now)
        match words:
            case ["punch", number] if re.fullmatch(r"[0-9]{1,9}", number):
                self._memory.records.append((number, self._clock))
            case ["clock", seconds] if re.fullmatch(r"-?[0-9]{1,9}", seconds):
                self._memory.clock = max(0, self._memory.clock + int(seconds))
            case ["fault", "silent" | "late" | "cut" | "fewer" | "busy" as fault]:
                self._fault = fault
            case ["ok"]:
                self._fault = ""
            case _:
                raise ValueError(f"a terminal does not know {' '.join(words)!r}; say punch NUMBER")
        return [Show("terminal", {"records": len(self._memory.records), "fault": self._fault})]

    def tick(self, now: float) -> list[Output]:
        """Nothing happens by itself."""
        self._now = now
        return []

    def next_wakeup(self) -> float | None:
        """Never."""
        return None

    def power_cycle(self, now: float) -> list[Output]:
        """Its records and its clock have a battery."""
        self._tell_time(now)
        self._forget()
        return [Show("power")]

    def look(self) -> TerminalLook:
        """Its screen."""
        shown = _EPOCH + timedelta(seconds=self._clock)
        return TerminalLook(clock=f"{shown:%Y-%m-%d %H:%M:%S}", records=len(self._memory.records))


def _packed(second: int) -> int:
    """As terminals count: each month has 31 days."""
    at = _EPOCH + timedelta(seconds=second)
    days = (at.year - 2000) * 372 + (at.month - 1) * 31 + at.day - 1
    return days * 86_400 + at.hour * 3600 + at.minute * 60 + at.second


def _sum(payload: bytes) -> int:
    """All words with their carry; with a right check among them it is FFFF."""
    total = 0
    for at in range(0, len(payload), 2):
        total += int.from_bytes(payload[at : at + 2], "little")
        total = total % 0x10000 + total // 0x10000
    return total


def _packet(code: ZkAnswer, session: int, count: int, data: bytes = b"") -> Send:
    body = struct.pack("<HHHH", code, 0, session, count) + data
    check = 0xFFFF - _sum(body)
    body = body[:2] + check.to_bytes(2, "little") + body[4:]
    return Send(START + len(body).to_bytes(4, "little") + body)
