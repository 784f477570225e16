"""Bytes of the EF01 protocol: commands to bytes, bytes to packets, packets to values."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import assert_never

from broker.link.base import Noise
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01 import spec
from fingerprint.models.ef01.commands import Command
from fingerprint.models.ef01.spec import Confirmation, Instruction, Pid, Register


@dataclass(frozen=True, slots=True)
class Ack:
    """An answer. `code` is mostly a `Confirmation`; makers invent others. It does not say what
    it answers, and `values` mean something only after code OK (real modules send rubbish)."""

    code: int
    values: bytes = b""
    address: int = spec.FACTORY_ADDRESS

    @property
    def ok(self) -> bool:
        """The module did what it was asked."""
        return self.code == Confirmation.OK


@dataclass(frozen=True, slots=True)
class CommandPacket:
    """A command as the module sees it: for `hall decode`."""

    instruction: int
    parameters: bytes = b""
    address: int = spec.FACTORY_ADDRESS


@dataclass(frozen=True, slots=True)
class Data:
    """A data packet, either way. Our side never asks for one."""

    data: bytes
    last: bool
    address: int = spec.FACTORY_ADDRESS


Packet = Ack | CommandPacket | Data


def instruction_of(command: Command) -> Instruction:  # noqa: C901  # a table, one line each
    """Which instruction carries `command`."""
    match command:
        case c.GetImage():
            return Instruction.GET_IMAGE
        case c.GenerateFeatures():
            return Instruction.GEN_CHAR
        case c.Match():
            return Instruction.MATCH
        case c.SearchTemplates():
            return Instruction.SEARCH
        case c.MergeTemplate():
            return Instruction.REG_MODEL
        case c.StoreTemplate():
            return Instruction.STORE
        case c.LoadTemplate():
            return Instruction.LOAD_CHAR
        case c.Delete():
            return Instruction.DELETE
        case c.Empty():
            return Instruction.EMPTY
        case c.SetParameter():
            return Instruction.SET_PARAMETER
        case c.ReadParameters():
            return Instruction.READ_PARAMETERS
        case c.SetPassword():
            return Instruction.SET_PASSWORD
        case c.VerifyPassword():
            return Instruction.VERIFY_PASSWORD
        case c.CountTemplates():
            return Instruction.TEMPLATE_COUNT
        case c.ReadIndex():
            return Instruction.READ_INDEX
        case _:
            assert_never(command)


def encode(command: Command, address: int = spec.FACTORY_ADDRESS) -> bytes:
    """The bytes of `command`. `ValueError` where a value does not fit the module."""
    if not 0 <= address <= 0xFFFFFFFF:
        raise ValueError(f"a module address has 32 bits: {address:#x}")
    payload = bytes([instruction_of(command)]) + _parameters(command)
    length = len(payload) + spec.CHECKSUM_BYTES
    summed = struct.pack(">BH", Pid.COMMAND, length) + payload
    return spec.START + struct.pack(">I", address) + summed + struct.pack(">H", _sum(summed))


def _parameters(command: Command) -> bytes:
    match command:
        case c.GenerateFeatures(buffer):
            return struct.pack(">B", _buffer(buffer))
        case c.SearchTemplates(buffer, start, count):
            return struct.pack(">BHH", _buffer(buffer), _slot(start), _count(count))
        case c.StoreTemplate(buffer, slot) | c.LoadTemplate(buffer, slot):
            return struct.pack(">BH", _buffer(buffer), _slot(slot))
        case c.Delete(slot, count):
            return struct.pack(">HH", _slot(slot), _count(count))
        case c.SetParameter(register, value):
            return struct.pack(">BB", register, _register_value(register, value))
        case c.SetPassword(password) | c.VerifyPassword(password):
            return struct.pack(">I", _password(password))
        case c.ReadIndex(page):
            return struct.pack(">B", _within("index page", page, 0, 255))
        case _:
            return b""


def _within(what: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise ValueError(f"{what} must be {least} to {most}, not {value}")
    return value


def _buffer(buffer: int) -> int:
    return _within("buffer", buffer, 1, 6)


def _slot(slot: int) -> int:
    return _within("slot", slot, 0, 0xFFFF)


def _count(count: int) -> int:
    return _within("number of slots", count, 1, 0xFFFF)


def _password(password: int) -> int:
    return _within("password", password, 0, 0xFFFFFFFF)


def _register_value(register: Register, value: int) -> int:
    if register is Register.SECURITY:
        return _within("security level", value, 1, 5)
    if register is Register.PACKET_SIZE:
        return _within("packet size code", value, 0, 3)
    raise ValueError("the baud rate of a module is never changed: sessions are lost by it")


def _sum(summed: bytes | bytearray) -> int:
    return sum(summed) & 0xFFFF


class PacketDecoder:
    """Finds packets in a byte stream that may hold anything else too.

    `to_device` says which way the bytes go: commands are only read then, acknowledgements only
    otherwise. After a packet that does not add up only its start mark is dropped, so a good
    packet swallowed by a torn one is found all the same.
    """

    def __init__(self, to_device: bool = False) -> None:
        short = Pid.COMMAND if to_device else Pid.ACK
        self._longest = {
            short: spec.MAX_SHORT_LENGTH,
            Pid.DATA: spec.MAX_DATA_LENGTH,
            Pid.LAST_DATA: spec.MAX_DATA_LENGTH,
        }
        self._buffer = bytearray()

    def feed(self, data: bytes, _now: float = 0.0) -> list[Packet | Noise]:
        """Take bytes in any slicing; return what they complete. Never raises."""
        self._buffer += data
        found: list[Packet | Noise] = []
        while (value := self._take()) is not None:
            found.append(value)
        return found

    def _take(self) -> Packet | Noise | None:
        if not self._buffer:
            return None
        at = self._buffer.find(spec.START)
        if at != 0:
            return self._no_start(at)
        if len(self._buffer) < spec.HEADER_BYTES:
            return None
        pid, length = struct.unpack_from(">BH", self._buffer, 6)
        if not spec.MIN_LENGTH <= length <= self._longest.get(pid, 0):
            return self._drop(len(spec.START), "impossible header")
        size = spec.HEADER_BYTES + length
        if len(self._buffer) < size:
            return None
        (checksum,) = struct.unpack_from(">H", self._buffer, size - spec.CHECKSUM_BYTES)
        if checksum != _sum(self._buffer[6 : size - spec.CHECKSUM_BYTES]):
            return self._drop(len(spec.START), "bad checksum")
        return _packet(self._cut(size))

    def _no_start(self, at: int) -> Noise | None:
        """Drop what stands before the next start mark, keeping a possible first half of one."""
        half = self._buffer[-1:] == spec.START[:1]
        size = at if at > 0 else len(self._buffer) - half
        if size == 0:
            return None
        if self._buffer[:size] == bytes([spec.POWER_UP]):
            return self._drop(size, "power-up byte")
        return self._drop(size, "no start mark")

    def _drop(self, size: int, reason: str) -> Noise:
        return Noise(self._cut(size), reason)

    def _cut(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data


def _packet(frame: bytes) -> Packet:
    address, pid = struct.unpack_from(">IB", frame, 2)
    payload = frame[spec.HEADER_BYTES : -spec.CHECKSUM_BYTES]
    match pid:
        case Pid.ACK:
            return Ack(payload[0], payload[1:], address)
        case Pid.COMMAND:
            return CommandPacket(payload[0], payload[1:], address)
        case _:
            return Data(payload, pid == Pid.LAST_DATA, address)
