"""What travels to a U.are.U and back: records of transfers, and values."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TypeAlias

from broker.link.base import Noise
from broker.link.usb_transfers import (
    ANSWER,
    REQUEST,
    SETUP_BYTES,
    ControlRequest,
    TransferReader,
    TransferRecord,
    control_request,
    record,
)
from fingerprint.models.uru4500 import spec
from fingerprint.models.uru4500.spec import Block, UruRegister

TO_DEVICE = {
    REQUEST: range(SETUP_BYTES, SETUP_BYTES + 17),
    spec.PICTURES: range(1),
}
"""How long the records that go to a reader may be."""
_FROM_DEVICE = {
    ANSWER: range(SETUP_BYTES, SETUP_BYTES + 17),
    spec.EVENTS: range(spec.REPORT_BYTES + 1),
    spec.PICTURES: range(spec.PICTURE_BYTES + 1),
}
_LINES, _KEY, _BLOCKS = 4, 6, 16  # places in a picture's header


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """Ask for a register."""

    register: UruRegister


@dataclass(frozen=True, slots=True)
class WriteRegister:
    """Write a register; it has as many bytes as `spec.SIZES` says."""

    register: UruRegister
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """Ask for one picture."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a register holds."""

    register: UruRegister
    data: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A register took what was written."""

    register: UruRegister


@dataclass(frozen=True, slots=True)
class Reported:
    """The reader says that something happened. `code` is one of `spec.Event`, or unknown."""

    code: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came: rows of `spec.WIDTH` pixels, perhaps scrambled in `blocks` of flags and
    count of lines. Its pixels are shown nowhere."""

    lines: int
    key: int
    blocks: tuple[tuple[Block, int], ...]
    pixels: bytes = field(repr=False)


Command: TypeAlias = ReadRegister | WriteRegister | ReadPicture
Reply: TypeAlias = Value | Written | Reported | Picture


def encode(command: Command) -> bytes:
    """The record of a command. `ValueError` where a register has not so many bytes."""
    match command:
        case ReadRegister(register):
            asked = ControlRequest(spec.READ, spec.REQUEST, register, 0, spec.SIZES[register])
            return record(REQUEST, asked.setup)
        case WriteRegister(register, data):
            size = spec.SIZES[register]
            if len(data) != size:
                raise ValueError(f"register {register.name} takes {size} bytes, not {len(data)}")
            asked = ControlRequest(spec.WRITE, spec.REQUEST, register, 0, size)
            return record(REQUEST, asked.setup + data)
        case ReadPicture():
            return record(spec.PICTURES)


class UruDecoder:
    """Reads the records that come from a reader, or with `to_device` those that go there."""

    def __init__(self, to_device: bool = False) -> None:
        self._reader = TransferReader(TO_DEVICE if to_device else _FROM_DEVICE)
        self._value = _command if to_device else _reply

    def feed(self, data: bytes, now: float = 0.0) -> list[Command | Reply | Noise]:  # noqa: ARG002  # the shape of a decoder
        """Take what came, and return all values it completes."""
        return [
            each if isinstance(each, Noise) else self._value(each)
            for each in self._reader.feed(data)
        ]


def _command(transfer: TransferRecord) -> Command | Noise:
    if transfer.endpoint == spec.PICTURES:
        return ReadPicture()
    asked = _register(transfer)
    if asked is None:
        return Noise(transfer.data, "no request of this reader")
    request, register, data = asked
    if request.to_host:
        return ReadRegister(register) if not data else Noise(transfer.data, "data with a question")
    if len(data) != request.length:
        return Noise(transfer.data, "wrong length")
    return WriteRegister(register, data)


def _reply(transfer: TransferRecord) -> Reply | Noise:
    match transfer.endpoint:
        case spec.EVENTS:
            return _reported(transfer.data)
        case spec.PICTURES:
            return picture(transfer.data) or Noise(transfer.data[: spec.HEADER_BYTES], "cut short")
    asked = _register(transfer)
    if asked is None:
        return Noise(transfer.data, "no request of this reader")
    request, register, data = asked
    if len(data) != (request.length if request.to_host else 0):
        return Noise(transfer.data, "wrong length")
    return Value(register, data) if request.to_host else Written(register)


def _register(transfer: TransferRecord) -> tuple[ControlRequest, UruRegister, bytes] | None:
    """The request in it, to which register, and the data beside it; None where it is none of
    this reader's."""
    found = control_request(transfer.data)
    if found is None:
        return None
    request, data = found
    ours = (request.number, request.index) == (spec.REQUEST, 0)
    if not ours or request.kind not in (spec.READ, spec.WRITE) or request.value not in _REGISTERS:
        return None
    register = UruRegister(request.value)
    return (request, register, data) if request.length == spec.SIZES[register] else None


_REGISTERS = frozenset(UruRegister)


def _reported(data: bytes) -> Reported | Noise:
    if len(data) != spec.REPORT_BYTES:
        return Noise(data, "wrong length")
    return Reported(int.from_bytes(data[:2], "big"))


def picture(data: bytes) -> Picture | None:
    """The picture of these bytes; None where some of them did not come."""
    if len(data) < spec.HEADER_BYTES:
        return None
    (lines,) = struct.unpack_from("<H", data, _LINES)
    end = spec.HEADER_BYTES + lines * spec.WIDTH
    if not 0 < lines <= spec.MOST_LINES or len(data) < end:
        return None
    return Picture(lines, data[_KEY], _blocks(data), data[spec.HEADER_BYTES : end])


def _blocks(data: bytes) -> tuple[tuple[Block, int], ...]:
    """The table of blocks, which ends at the first without lines."""
    rows = struct.iter_unpack("<BB", data[_BLOCKS : _BLOCKS + 2 * spec.BLOCKS])
    found: list[tuple[Block, int]] = []
    for flags, lines in rows:
        if not lines:
            break
        found.append((Block(flags), lines))
    return tuple(found)
