"""The same module on USB, in "UDisk" mode: transfers of a look-alike of a disk.

Written from docs/protocols/ef01-usb.md, apart from our driver. What no capture of a real module
has decided is an option.
"""

from __future__ import annotations

import struct

from fingerprint.models.ef01.spec import Pid
from firmware_mocks.ef01.framing import frame
from firmware_mocks.ef01.module import Module
from firmware_mocks.firmware import Look, Output, Send, Show

_WRAPPER = 31
_VENDORS_TAGS = (bytes.fromhex("53796e6f"), bytes.fromhex("b0fa6986"))
_PIECE = 128


class UDiskModule:
    """Takes CBWs and data as they come on the outward endpoint; what it sends goes to the inward
    one, each `Send` a transfer of its own."""

    def __init__(self, module: Module, *, echo: bool, vendors: bool, padded: bool) -> None:
        self.address = module.address
        self._module = module
        self._echo, self._vendors, self._padded = echo, vendors, padded
        self._reset()

    def _reset(self) -> None:
        self._heard = b""
        self._down: tuple[bytes, int] | None = None  # tag and bytes that are still to come
        self._ack: tuple[bytes, float] | None = None  # and when it is there
        self._blob = b""

    def feed(self, data: bytes, now: float) -> list[Output]:
        self._heard += data
        outputs: list[Output] = []
        while (more := self._next(now)) is not None:
            outputs += more
        return outputs

    def _next(self, now: float) -> list[Output] | None:
        if self._down is not None:
            return self._downward(*self._down, now)
        at = self._heard.find(b"USBC")
        self._heard = self._heard[at:] if at >= 0 else self._heard[-3:]
        if at < 0 or len(self._heard) < _WRAPPER:
            return None
        wrapper, self._heard = self._heard[:_WRAPPER], self._heard[_WRAPPER:]
        return self._wrapped(wrapper, now)

    def _wrapped(self, wrapper: bytes, now: float) -> list[Output]:
        tag, length = wrapper[4:8], int.from_bytes(wrapper[8:12], "little")
        if self._vendors and tag not in _VENDORS_TAGS:
            return [Show("ignored", {"why": "a tag it does not know"})]
        match wrapper[12], wrapper[15]:
            case 0x00, 0x86:
                self._down = tag, length
                return []
            case 0x80, 0x85:
                return self._upward(tag, length, now)
            case _:
                return [self._csw(tag, length, 0.0, status=1)]

    def _downward(self, tag: bytes, length: int, now: float) -> list[Output] | None:
        if len(self._heard) < length:
            return None
        data, self._heard = self._heard[:length], self._heard[length:]
        self._down = None
        shown = self._work(data, now)
        return [*shown, self._csw(tag, length, 0.0)]

    def _work(self, data: bytes, now: float) -> list[Output]:
        """A packet does what it does on a serial wire; a template comes raw."""
        if self._module.receiving:
            pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
            kinds = [Pid.DATA] * (len(pieces) - 1) + [Pid.LAST_DATA]
            address = 0xFFFFFFFF
            data = b"".join(frame(address, *each) for each in zip(kinds, pieces, strict=True))
        self._ack, self._blob = None, b""
        outputs = self._module.feed(data, now)
        for each in outputs:
            if isinstance(each, Send):
                self._sent(each, now)
        return [each for each in outputs if isinstance(each, Show)]

    def _sent(self, send: Send, now: float) -> None:
        if self._ack is None:
            self._ack = send.data, now + send.after
        else:
            self._blob += send.data[9:-2]  # a data packet: raw on USB

    def _upward(self, tag: bytes, length: int, now: float) -> list[Output]:
        """Until there is an answer, nothing comes."""
        if self._ack is None:
            return [Show("ignored", {"why": "nothing to answer"})]
        data, at = self._ack
        if self._blob and length != 64:
            data, self._blob = self._blob[:length], self._blob[length:]
        after = max(0.0, at - now)
        filled = data.ljust(length, b"\0") if self._padded else data
        return [Send(filled[:length], after), self._csw(tag, length, after)]

    def _csw(self, tag: bytes, length: int, after: float, status: int = 0) -> Send:
        residue = length if self._echo else 0
        return Send(b"USBS" + tag + struct.pack("<IB", residue, status), after)

    def hand(self, words: list[str], now: float) -> list[Output]:
        return self._module.hand(words, now)

    def tick(self, now: float) -> list[Output]:
        return self._module.tick(now)

    def next_wakeup(self) -> float | None:
        return self._module.next_wakeup()

    def power_cycle(self, now: float) -> list[Output]:
        """The byte that a serial module says when it is ready has no way out here."""
        self._reset()
        return [each for each in self._module.power_cycle(now) if isinstance(each, Show)]

    def look(self) -> Look:
        return self._module.look()
