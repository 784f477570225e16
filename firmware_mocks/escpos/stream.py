"""The printer's input: real-time commands are obeyed on arrival, while all bytes wait in order.

As in the real thing, a real-time command is recognised anywhere, even inside the data of another,
where its bytes are data as well: a picture may contain them and loses no dot (Epson, DLE EOT).
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


_LONGEST = max(map(len, _COMMANDS))


class RealTimeFilter:
    """Finds real-time commands in the stream, in any slicing."""

    def __init__(self) -> None:
        self._seen = b""

    def feed(self, data: bytes) -> list[RealTimeCommand | bytes]:
        """Stretches of data, and each command behind the last byte of it."""
        found: list[RealTimeCommand | bytes] = []
        begin = 0
        for end, byte in enumerate(data, 1):
            self._seen = (self._seen + bytes((byte,)))[-_LONGEST:]
            command = self._command()
            if command is not None:
                found += [data[begin:end], command]
                self._seen, begin = b"", end
        return [*found, *([data[begin:]] if begin < len(data) else [])]

    def _command(self) -> RealTimeCommand | None:
        ends = (command for bytes_, command in _COMMANDS.items() if self._seen.endswith(bytes_))
        return next(ends, None)
