"""What was sent to a printer, read back: for `hall decode` and for tapes of a wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from broker.link.base import Noise
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos import spec
from kiosk.printing.models.escpos.foreign import Foreign, PictureRows, length, values

_Maker: TypeAlias = Callable[[bytes], c.Command]


def _size(args: bytes) -> c.Command:
    return c.Size((args[0] >> 4) + 1, (args[0] & 0x0F) + 1)


def _digit(args: bytes) -> int:
    """A number, or its digit: 0 and "0" mean the same."""
    return args[0] - ord("0") if args.isdigit() else args[0]


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
    bytes((spec.ESC, ord("a"))): (1, lambda args: c.Align(spec.Alignment(_digit(args)))),
    bytes((spec.ESC, ord("E"))): (1, lambda args: c.Bold(bool(args[0] & 1))),
    bytes((spec.ESC, ord("d"))): (1, lambda args: c.Feed(args[0])),
    bytes((spec.ESC, ord("B"))): (2, lambda args: c.Beep(args[0], args[1])),
    bytes((spec.FS, ord("&"))): (0, lambda _: c.ChineseMode(True)),
    bytes((spec.FS, ord("."))): (0, lambda _: c.ChineseMode(False)),
    bytes((spec.GS, ord("!"))): (1, _size),
    bytes((spec.GS, ord("V"))): (1, lambda args: c.Cut(spec.CutKind(_digit(args)))),
    bytes((spec.GS, ord("a"))): (1, lambda args: c.AutoStatus(args[0])),
    bytes((spec.GS, ord("r"))): (1, _ask_paper),
    bytes((spec.DLE, spec.EOT)): (1, lambda args: c.AskStatus(spec.Question(args[0]))),
    bytes((spec.DLE, spec.DC4, spec.CLEAR_FUNCTION)): (len(spec.CLEAR_GUARD), _clear),
}
_SHORT = 256  # bytes: nearly every command and line
_QR = bytes((spec.GS, ord("("), ord("k")))
_CUT = bytes((spec.GS, ord("V")))
_SYMBOL_HEAD = len(_QR) + 2
_Taken: TypeAlias = tuple[int, list["Sent | Noise"]]
Sent: TypeAlias = c.Command | Foreign | PictureRows


class SentDecoder:
    """Commands as the printer sees them. A text is whole when a control character follows it; it
    is read in the code page that was chosen before it."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._chinese = True
        self._page = 0

    def feed(self, data: bytes, _now: float = 0.0) -> list[Sent | Noise]:
        self._held += data
        found: list[Sent | Noise] = []
        while (taken := self._first()) is not None:
            count, read = taken
            found += read
            del self._held[:count]
            for value in read:
                self._note(value)
        return found

    def _first(self) -> _Taken | None:
        """A command is known by its own bytes, so a short look is tried before a long one: taking
        one from a long stream costs what it is long, not what the stream is."""
        for most in (_SHORT, len(self._held)):
            taken = self._take(bytes(self._held[:most]))
            if taken is not None or most >= len(self._held):
                return taken
        return None

    def _note(self, value: Sent | Noise) -> None:
        """What the next text is read by."""
        match value:
            case c.Initialise():
                self._chinese, self._page = True, 0
            case c.ChineseMode(on):
                self._chinese = on
            case Foreign("ESC t", data):
                self._page = data[0]

    def _take(self, held: bytes) -> _Taken | None:
        if not held:
            return None
        if held[0] >= spec.FIRST_PRINTABLE:
            return _text(held, spec.ENCODING if self._chinese else spec.CODE_PAGES.get(self._page))
        if held[0] == spec.LF:
            return 1, [c.NewLine()]
        if held.startswith(_QR):
            return _symbol(held)
        if _QR.startswith(held) or _feeds_and_cuts(held):
            return _foreign(held)
        return _command(held)


def _text(held: bytes, encoding: str | None) -> _Taken | None:
    end = next((at for at, byte in enumerate(held) if byte < spec.FIRST_PRINTABLE), None)
    if end is None:
        return None
    try:
        return end, [c.Text(held[:end].decode(encoding or "ascii"))]
    except UnicodeDecodeError:
        name = "GB 18030" if encoding == spec.ENCODING else encoding or "known page's"
        return end, [Noise(held[:end], f"no {name} text")]


def _feeds_and_cuts(held: bytes) -> bool:
    return held.startswith(_CUT) and held[2:3] in [bytes((m,)) for m in spec.CUT_AFTER_FEED]


def _foreign(held: bytes) -> _Taken | None:
    """What others send."""
    whole = length(held)
    if whole == 0:
        return 1, [Noise(held[:1], "unknown command")]
    if whole is None or len(held) < whole:
        return None
    return whole, list(values(held[:whole]))


def _command(held: bytes) -> _Taken | None:
    opening = next((start for start in _COMMANDS if held.startswith(start)), None)
    if opening is None:
        may_grow = any(start.startswith(held) for start in _COMMANDS)
        return None if may_grow else _foreign(held)
    count, make = _COMMANDS[opening]
    whole = len(opening) + count
    if len(held) < whole:
        return None
    try:
        return whole, [make(held[len(opening) : whole])]
    except ValueError:
        return whole, [Noise(held[:whole], "argument out of range")]


def _symbol(held: bytes) -> _Taken | None:
    if len(held) < _SYMBOL_HEAD:
        return None
    whole = _SYMBOL_HEAD + int.from_bytes(held[3:5], "little")
    if len(held) < whole:
        return None
    body = held[_SYMBOL_HEAD:whole]
    if body and body[0] != spec.QR_SYMBOL and body[0] in spec.SYMBOLS:
        return _foreign(held)
    try:
        return whole, [_qr(body)]
    except (ValueError, IndexError):
        return whole, [Noise(held[:whole], "unknown symbol function")]


def _qr(body: bytes) -> c.Command:
    if body[0] != spec.QR_SYMBOL:
        raise ValueError("no kind of symbol")
    match spec.QrFunction(body[1]):
        case spec.QrFunction.MODEL:
            return c.QrModel()
        case spec.QrFunction.MODULE:
            return c.QrModule(body[2])
        case spec.QrFunction.LEVEL:
            return c.QrCorrection(spec.QrLevel(body[2]))
        case spec.QrFunction.STORE:
            return c.QrStore(body[3:].decode("utf-8"))
        case spec.QrFunction.PRINT:
            return c.QrPrint()
