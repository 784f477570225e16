"""Frames of ID card readers: requests, answers, and back. Pure.

What comes from a card stays in one buffer of a fixed size, which is overwritten with zeros as soon
as a frame has been taken out of it. Bytes that are no frame may be a torn card: of their `Noise`
only the marks of the protocol are shown, and zeros for all others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import TypeAlias

from broker.link.base import Noise
from kiosk.input.models.sam import spec
from kiosk.input.models.sam.spec import SamRequest
from kiosk.input.private import Private


@dataclass(frozen=True, slots=True)
class SamAnswer:
    """An answer that is told by its code; `size` is how many bytes followed it, which may be a
    card's and are not kept."""

    code: int
    size: int = 0


@dataclass(frozen=True, slots=True)
class SamId:
    """Which SAM sits in the reader: 05.03-20200101-0001234567-0123456789."""

    number: str


@dataclass(frozen=True, slots=True)
class CardText:
    """The text of a card as it stands on it; its photo is not kept."""

    text: Private


Reply: TypeAlias = SamAnswer | SamId | CardText
Content: TypeAlias = Callable[[memoryview], SamRequest | Reply | None]

_HEAD = len(spec.START) + spec.LENGTH_BYTES
_ROOM = _HEAD + spec.MOST_LENGTH
_COUNTS = 2  # bytes of each length before what was read
_ASKED = {each.value: each for each in SamRequest}


def encode(request: SamRequest) -> bytes:
    """The frame of a request."""
    covered = spec.REQUEST_LENGTH.to_bytes(spec.LENGTH_BYTES, "big") + request.value
    return spec.START + covered + bytes([reduce(xor, covered)])


def request_of(body: memoryview) -> SamRequest | None:
    """What a reader is asked for."""
    return _ASKED.get(bytes(body))


def reply_of(body: memoryview) -> Reply | None:
    """What a reader answers; None where its content is nothing anybody knows."""
    if body[:2] != spec.SEEN_SW:
        return None
    code, rest = body[2], body[3:]
    if code != spec.SamStatus.OK or len(rest) <= spec.SELECTED_BYTES:
        return SamAnswer(code, len(rest))
    if len(rest) == spec.SAM_ID_BYTES:
        return SamId(_sam_number(rest))
    text = _text_of(rest)
    return None if text is None else CardText(Private(text))


def _sam_number(body: memoryview) -> str:
    kind, version = (int.from_bytes(body[at : at + 2], "little") for at in (0, 2))
    day, serial, other = (int.from_bytes(body[at : at + 4], "little") for at in (4, 8, 12))
    numbers = (f"{day:08d}", f"{serial:010d}", f"{other:010d}")
    return "-".join((f"{kind:02d}.{version:02d}", *numbers))


def _text_of(rest: memoryview) -> memoryview | None:
    """The text among what was read: two or three lengths, then text, photo and fingerprint."""
    for parts in (2, 3):
        at = parts * _COUNTS
        counts = [int.from_bytes(rest[each : each + _COUNTS], "big") for each in range(0, at, 2)]
        if at + sum(counts) == len(rest) and counts[0] == spec.TEXT_BYTES:
            return rest[at : at + spec.TEXT_BYTES]
    return None


class SamDecoder:
    """Reads what a reader says, or with `to_device` what is said to it."""

    def __init__(self, to_device: bool) -> None:
        self._content: Content = request_of if to_device else reply_of
        least = spec.REQUEST_LENGTH if to_device else spec.LEAST_ANSWER
        most = spec.REQUEST_LENGTH if to_device else spec.MOST_LENGTH
        self._lengths = range(least, most + 1)
        self._buffer = bytearray(_ROOM)
        self._held = 0
        self._heard = 0.0

    def feed(self, data: bytes, now: float) -> list[SamRequest | Reply | Noise]:
        values: list[SamRequest | Reply | Noise] = []
        if self._held and now - self._heard > spec.STALE:
            values.append(self._noise(self._held, "cut short"))
        self._heard = now
        rest = memoryview(data)
        while rest:
            room = min(len(rest), _ROOM - self._held)
            self._buffer[self._held : self._held + room] = rest[:room]
            self._held += room
            rest = rest[room:]
            self._take(values)
        return values

    def _take(self, values: list[SamRequest | Reply | Noise]) -> None:
        """All that is complete. Afterwards less is held than the longest frame."""
        while self._held:
            begin = self._begin()
            if begin:
                values.append(self._noise(begin, "no frame"))
                continue
            if self._held < _HEAD:
                return
            length = int.from_bytes(self._buffer[len(spec.START) : _HEAD], "big")
            if length not in self._lengths:
                values.append(self._noise(len(spec.START), "bad length"))
            elif self._held < _HEAD + length:
                return
            else:
                values.append(self._frame(_HEAD + length))

    def _begin(self) -> int:
        """Where a frame begins, or may: what lies before it is none."""
        at = self._buffer.find(spec.START, 0, self._held)
        if at >= 0:
            return at
        tail = min(len(spec.START) - 1, self._held)
        for size in range(tail, 0, -1):
            if self._buffer[self._held - size : self._held] == spec.START[:size]:
                return self._held - size
        return self._held

    def _frame(self, end: int) -> SamRequest | Reply | Noise:
        """A frame that does not add up may hold the beginning of the next: only its start is
        passed over."""
        with memoryview(self._buffer) as held:
            if reduce(xor, held[len(spec.START) : end]):
                value, reason = None, "bad checksum"
            else:
                value, reason = self._content(held[_HEAD : end - 1]), "unknown content"
        if value is None:
            return self._noise(len(spec.START) if reason == "bad checksum" else end, reason)
        self._wipe(end)
        return value

    def _noise(self, size: int, reason: str) -> Noise:
        shown = bytes(size)
        if size >= len(spec.START) and self._buffer.startswith(spec.START):
            shown = spec.START + bytes(size - len(spec.START))
        self._wipe(size)
        return Noise(shown, reason)

    def _wipe(self, size: int) -> None:
        """So many bytes are done with; the others move up, and zeros follow them."""
        left = self._held - size
        self._buffer[:left] = self._buffer[size : self._held]
        self._buffer[left : self._held] = bytes(size)
        self._held = left
