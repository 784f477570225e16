"""Bytes of the "UDisk" mode: wrappers to bytes, and what travels to wrappers and packets."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TypeAlias

from broker.link.base import Noise
from fingerprint.models.ef01 import spec as ef01
from fingerprint.models.ef01.codec import Packet, PacketDecoder
from fingerprint.models.ef01_usb import spec
from fingerprint.models.ef01_usb.spec import Flag, Operation

_COMMAND = struct.Struct("<4s4sIBBBB15s")
_STATUS = struct.Struct("<4s4s4sB")
_ZEROS = bytes(15)


@dataclass(frozen=True, slots=True)
class CommandWrapper:
    """A CBW: the host is about to send `length` bytes, or wants them."""

    operation: Operation
    length: int
    tag: bytes = spec.TAGS[0]


@dataclass(frozen=True, slots=True)
class StatusWrapper:
    """A CSW: how a transfer ended, 0 well. `residue` is zero on some modules, and an echo of the
    length on others: it means nothing."""

    status: int
    residue: bytes = bytes(4)
    tag: bytes = spec.TAGS[0]


Heard: TypeAlias = CommandWrapper | StatusWrapper | Packet


def encode_wrapper(wrapper: CommandWrapper) -> bytes:
    """The 31 bytes of a CBW."""
    flag = Flag.TO_HOST if wrapper.operation is Operation.UP else Flag.TO_DEVICE
    head = (spec.COMMAND_SIGNATURE, wrapper.tag, wrapper.length, flag, 0)
    return _COMMAND.pack(*head, spec.BLOCK_LENGTH, wrapper.operation, _ZEROS)


def command_wrapper(data: bytes) -> CommandWrapper | None:
    """The CBW of these 31 bytes, None where they are none of this mode."""
    if len(data) != spec.COMMAND_BYTES:
        return None
    signature, tag, length, flag, unit, size, operation, rest = _COMMAND.unpack(data)
    wanted = {Operation.UP: Flag.TO_HOST, Operation.DOWN: Flag.TO_DEVICE}.get(operation)
    fixed = (signature, unit, size, rest) == (spec.COMMAND_SIGNATURE, 0, spec.BLOCK_LENGTH, _ZEROS)
    if not fixed or wanted is None or flag != wanted:
        return None
    return CommandWrapper(Operation(operation), length, tag)


def status_wrapper(data: bytes) -> StatusWrapper | None:
    """The CSW of these 13 bytes, None where they are none."""
    if len(data) != spec.STATUS_BYTES:
        return None
    signature, tag, residue, status = _STATUS.unpack(data)
    if signature != spec.STATUS_SIGNATURE or status > 2:
        return None
    return StatusWrapper(status, residue, tag)


def unpadded(data: bytes) -> bytes:
    """An acknowledgement without what fills it up; whatever else as it is."""
    if len(data) < ef01.HEADER_BYTES or not data.startswith(ef01.START):
        return data
    (length,) = struct.unpack_from(">H", data, ef01.HEADER_BYTES - 2)
    return data[: ef01.HEADER_BYTES + length]


class UDiskDecoder(PacketDecoder):
    """Reads what travels one way on USB, in any slicing: wrappers, and EF01 packets with the zeros
    that fill an acknowledgement up. It reads bare packets too, as the link gives them."""

    def __init__(self, to_device: bool = False) -> None:
        super().__init__(to_device)
        self._signature = spec.COMMAND_SIGNATURE if to_device else spec.STATUS_SIGNATURE
        self._size = spec.COMMAND_BYTES if to_device else spec.STATUS_BYTES
        self._read = command_wrapper if to_device else status_wrapper
        self._begins = re.compile(re.escape(ef01.START) + b"|" + re.escape(self._signature))
        self._to_device = to_device
        self._filling = 0  # zeros that may follow the last acknowledgement

    def _take(self) -> Heard | Noise | None:  # type: ignore[override]  # wrappers besides
        self._skip_filling()
        if not self._buffer:
            return None
        if self._buffer.startswith(self._signature):
            return self._wrapper()
        if self._buffer.startswith(ef01.START):
            return self._packet()
        return self._neither()

    def _skip_filling(self) -> None:
        rest = self._buffer[: self._filling]
        zeros = len(rest) - len(rest.lstrip(b"\0"))
        del self._buffer[:zeros]
        self._filling = self._filling - zeros if zeros == len(rest) else 0

    def _wrapper(self) -> Heard | Noise | None:
        if len(self._buffer) < self._size:
            return None
        wrapper = self._read(bytes(self._buffer[: self._size]))
        if wrapper is None:
            return self._drop(len(self._signature), "impossible wrapper")
        self._cut(self._size)
        return wrapper

    def _packet(self) -> Heard | Noise | None:
        before = len(self._buffer)
        found = super()._take()
        if found is not None and not isinstance(found, Noise) and not self._to_device:
            self._filling = max(0, spec.ANSWER_BYTES - (before - len(self._buffer)))
        return found

    def _neither(self) -> Noise | None:
        """Drop what stands before the next beginning, keeping what may be a part of one."""
        found = self._begins.search(self._buffer)
        size = found.start() if found else len(self._buffer) - self._half()
        if size == 0:
            return None
        lone = self._buffer[:size] == bytes([ef01.POWER_UP])
        return self._drop(size, "power-up byte" if lone else "no start mark")

    def _half(self) -> int:
        """How many bytes at the end may be the first of a wrapper or packet."""
        tail = bytes(self._buffer[-3:])
        starts = (self._signature, ef01.START)
        sizes = (size for size in range(len(tail), 0, -1))
        return next(
            (size for size in sizes if any(each.startswith(tail[-size:]) for each in starts)), 0
        )
