"""How a simulated module cuts its serial input into packets and makes its answers.

Written against the makers' packet table, apart from our driver's codec.
"""

from __future__ import annotations

from dataclasses import dataclass

from fingerprint.models.ef01.spec import PACKET_SIZES, START, Pid

STALE = 0.5  # seconds of silence after which half a packet is forgotten
_HEAD = len(START) + 4 + 1 + 2
_LONGEST = max(PACKET_SIZES) + 2


@dataclass(frozen=True, slots=True)
class Packet:
    """What arrived; `sound` is False where the checksum does not add up."""

    address: int
    pid: int
    payload: bytes
    sound: bool


class Inlet:
    """Collects bytes and gives out packets."""

    def __init__(self) -> None:
        self._bytes = b""
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> list[Packet]:
        """Every packet these bytes complete."""
        if now - self._last > STALE:
            self._bytes = b""
        self._last = now
        self._bytes += data
        packets = []
        while (packet := self._next()) is not None:
            packets.append(packet)
        return packets

    def clear(self) -> None:
        """Power was lost."""
        self._bytes = b""

    def _next(self) -> Packet | None:
        while True:
            _, mark, after = self._bytes.partition(START)
            if not mark:
                self._bytes = self._bytes[-1:]
                return None
            self._bytes = mark + after
            if len(self._bytes) < _HEAD:
                return None
            announced = int.from_bytes(self._bytes[7:9], "big")
            if 3 <= announced <= _LONGEST:  # at least one payload byte
                return self._whole(announced)
            self._bytes = after

    def _whole(self, announced: int) -> Packet | None:
        end = _HEAD + announced
        if len(self._bytes) < end:
            return None
        body, self._bytes = self._bytes[:end], self._bytes[end:]
        address = int.from_bytes(body[2:6], "big")
        claimed = int.from_bytes(body[-2:], "big")
        return Packet(address, body[6], body[_HEAD:-2], claimed == checksum(body[6:-2]))


def checksum(covered: bytes) -> int:
    """Sum of packet kind, length and payload; what overflows 16 bits is dropped."""
    return sum(covered) % 0x10000


def frame(address: int, pid: Pid, payload: bytes) -> bytes:
    """A packet as the module sends it."""
    covered = bytes([pid]) + (len(payload) + 2).to_bytes(2, "big") + payload
    head = START + address.to_bytes(4, "big")
    return head + covered + checksum(covered).to_bytes(2, "big")
