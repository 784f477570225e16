"""The printer's input: real-time commands are picked out on arrival, the rest waits in order.

As in the real thing, a real-time command is recognised anywhere, even inside the data of another.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

_CLEAR = bytes((spec.DLE, spec.DC4, spec.CLEAR_FUNCTION)) + spec.CLEAR_GUARD


@dataclass(frozen=True, slots=True)
class RealTimeCommand:
    """`kind` is the byte after DLE (EOT, ENQ or DC4), `n` its parameter."""

    kind: int
    n: int


_COMMANDS = {
    **{bytes((spec.DLE, spec.EOT, n)): RealTimeCommand(spec.EOT, n) for n in spec.Question},
    **{bytes((spec.DLE, spec.ENQ, n)): RealTimeCommand(spec.ENQ, n) for n in (1, 2)},
    _CLEAR: RealTimeCommand(spec.DC4, spec.CLEAR_FUNCTION),
}


class RealTimeFilter:
    """Separates real-time commands from data, in any slicing."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[RealTimeCommand | bytes]:
        """Commands and stretches of data, in the order they came."""
        found: list[RealTimeCommand | bytes] = []
        plain = bytearray()
        for byte in data:
            self._held += bytes((byte,))
            command = _COMMANDS.get(self._held)
            if command is None:
                plain += self._release()
                continue
            self._held = b""
            found += [bytes(plain), command]
            plain.clear()
        return [each for each in [*found, bytes(plain)] if each]

    def _release(self) -> bytes:
        """The bytes at the front that can no longer begin a real-time command."""
        for start in range(len(self._held) + 1):
            rest = self._held[start:]
            if any(command.startswith(rest) for command in _COMMANDS):
                free, self._held = self._held[:start], rest
                return free
        raise AssertionError("the empty rest begins every command")
