"""The smallest simulated device: says back what starts with its own address byte."""

from __future__ import annotations

from firmware_mocks.firmware import Look, Output, Send, Show


class EchoLook(Look, frozen=True):
    """What it heard since it was switched on, in hex, and how often it was."""

    heard: str
    powered: int


class EchoFirmware:
    """Answers `address payload` bursts; `after` seconds later where that is set."""

    def __init__(self, address: int, after: float = 0.0) -> None:
        self.address = address
        self._after = after
        self._wake: float | None = None
        self.heard = b""
        self.powered = 0

    def feed(self, data: bytes, now: float) -> list[Output]:
        self.heard += data
        if not data or data[0] != self.address:
            return []
        if data[1:] == b"break":
            raise RuntimeError("bad part")
        if data[1:] == b"later":
            self._wake = now
        return [Send(data, self._after), Show("heard", {"hex": data.hex()})]

    def hand(self, words: list[str], _now: float) -> list[Output]:
        if words[0] != "key" or len(words) != 2:
            raise ValueError(f"“{' '.join(words)}” is not understood; say key N")
        return [Send(bytes([self.address, int(words[1])])), Show("key", {"key": words[1]})]

    def tick(self, _now: float) -> list[Output]:
        self._wake = None
        return [Show("ticked")]

    def next_wakeup(self) -> float | None:
        return self._wake

    def power_cycle(self, _now: float) -> list[Output]:
        self.powered += 1
        self.heard = b""
        return [Show("power")]

    def look(self) -> EchoLook:
        return EchoLook(self.heard.hex(), self.powered)
