"""How a simulated card reader cuts its input into frames and makes its answers."""

from __future__ import annotations

from kiosk.input.models.sam.spec import MOST_LENGTH, REQUEST_LENGTH, SEEN_SW, STALE, START


class SamInlet:
    """Collects bytes and gives out the bodies of frames: command and parameter. One that does not
    add up has none."""

    def __init__(self) -> None:
        self._stream = b""
        self._heard = 0.0

    def feed(self, data: bytes, now: float) -> list[bytes]:
        """The body of every frame that these bytes complete."""
        if now - self._heard > STALE:
            self._stream = b""
        self._heard = now
        self._stream += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytes | None:
        while True:
            _, mark, after = self._stream.partition(START)
            if not mark:
                self._stream = self._stream[-len(START) + 1 :]
                return None
            self._stream = mark + after
            if len(after) < 2:
                return None
            length = int.from_bytes(after[:2], "big")
            if REQUEST_LENGTH <= length <= MOST_LENGTH:
                return self._whole(after, 2 + length)
            self._stream = after

    def _whole(self, after: bytes, end: int) -> bytes | None:
        if len(after) < end:
            return None
        self._stream = after[end:]
        return b"" if check(after[:end]) else after[2 : end - 1]


def check(covered: bytes) -> int:
    """Every bit that an odd number of bytes has."""
    total = 0
    for byte in covered:
        total ^= byte
    return total


def frame(status: int, data: bytes) -> bytes:
    """An answer as the reader sends it."""
    covered = (len(data) + 4).to_bytes(2, "big") + SEEN_SW + bytes([status]) + data
    return START + covered + bytes([check(covered)])
