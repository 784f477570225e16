"""What was sent to a printer, read back: for `hall decode` and for tapes of a wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from broker.link.base import Noise
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos import spec

_Maker: TypeAlias = Callable[[bytes], c.Command]


def _size(args: bytes) -> c.Command:
    return c.Size((args[0] >> 4) + 1, (args[0] & 0x0F) + 1)


def _clear(args: bytes) -> c.Command:
    if args != spec.CLEAR_GUARD:
        raise ValueError("not the guard bytes")
    return c.Discard()


def _ask_paper(args: bytes) -> c.Command:
    if args[0] != spec.ASK_PAPER:
        raise ValueError("not the paper sensor")
    return c.AskPaper()


# Opening bytes → how many argument bytes follow, and the value they make (`ValueError`: none).
_COMMANDS: dict[bytes, tuple[int, _Maker]] = {
    bytes((spec.ESC, ord("@"))): (0, lambda _: c.Initialise()),
    bytes((spec.ESC, ord("a"))): (1, lambda args: c.Align(spec.Alignment(args[0]))),
    bytes((spec.ESC, ord("E"))): (1, lambda args: c.Bold(bool(args[0] & 1))),
    bytes((spec.ESC, ord("d"))): (1, lambda args: c.Feed(args[0])),
    bytes((spec.ESC, ord("B"))): (2, lambda args: c.Beep(args[0], args[1])),
    bytes((spec.FS, ord("&"))): (0, lambda _: c.ChineseMode(True)),
    bytes((spec.FS, ord("."))): (0, lambda _: c.ChineseMode(False)),
    bytes((spec.GS, ord("!"))): (1, _size),
    bytes((spec.GS, ord("V"))): (1, lambda args: c.Cut(spec.CutKind(args[0]))),
    bytes((spec.GS, ord("a"))): (1, lambda args: c.AutoStatus(args[0])),
    bytes((spec.GS, ord("r"))): (1, _ask_paper),
    bytes((spec.DLE, spec.EOT)): (1, lambda args: c.AskStatus(spec.Question(args[0]))),
    bytes((spec.DLE, spec.DC4, spec.CLEAR_FUNCTION)): (len(spec.CLEAR_GUARD), _clear),
}
_SYMBOL = bytes((spec.GS, ord("("), ord("k")))
_SYMBOL_HEAD = len(_SYMBOL) + 2
_OPENINGS = (*_COMMANDS, _SYMBOL)


class SentDecoder:
    """Commands as the printer sees them. A text is whole when a control character follows it."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes, _now: float = 0.0) -> list[c.Command | Noise]:
        self._held += data
        found: list[c.Command | Noise] = []
        while (taken := self._take()) is not None:
            length, value = taken
            found.append(value)
            self._held = self._held[length:]
        return found

    def _take(self) -> tuple[int, c.Command | Noise] | None:
        held = self._held
        if not held:
            return None
        if held[0] >= spec.FIRST_PRINTABLE:
            return _text(held)
        if held[0] == spec.LF:
            return 1, c.NewLine()
        if held.startswith(_SYMBOL):
            return _symbol(held)
        return _command(held)


def _text(held: bytes) -> tuple[int, c.Command | Noise] | None:
    end = next((at for at, byte in enumerate(held) if byte < spec.FIRST_PRINTABLE), None)
    if end is None:
        return None
    try:
        return end, c.Text(held[:end].decode(spec.ENCODING))
    except UnicodeDecodeError:
        return end, Noise(held[:end], "no GB 18030 text")


def _command(held: bytes) -> tuple[int, c.Command | Noise] | None:
    opening = next((start for start in _COMMANDS if held.startswith(start)), None)
    if opening is None:
        may_grow = any(start.startswith(held) for start in _OPENINGS)
        return None if may_grow else (1, Noise(held[:1], "unknown command"))
    count, make = _COMMANDS[opening]
    length = len(opening) + count
    if len(held) < length:
        return None
    try:
        return length, make(held[len(opening) : length])
    except ValueError:
        return length, Noise(held[:length], "argument out of range")


def _symbol(held: bytes) -> tuple[int, c.Command | Noise] | None:
    if len(held) < _SYMBOL_HEAD:
        return None
    length = _SYMBOL_HEAD + int.from_bytes(held[3:5], "little")
    if len(held) < length:
        return None
    body = held[_SYMBOL_HEAD:length]
    try:
        return length, _qr(body)
    except (ValueError, IndexError):
        return length, Noise(held[:length], "unknown symbol function")


def _qr(body: bytes) -> c.Command:
    if body[0] != spec.QR_SYMBOL:
        raise ValueError("not a QR code")
    match spec.QrFunction(body[1]):
        case spec.QrFunction.MODEL:
            return c.QrModel()
        case spec.QrFunction.MODULE:
            return c.QrModule(body[2])
        case spec.QrFunction.LEVEL:
            return c.QrCorrection(spec.QrLevel(body[2]))
        case spec.QrFunction.STORE:
            return c.QrStore(body[3:].decode("ascii"))
        case spec.QrFunction.PRINT:
            return c.QrPrint()
