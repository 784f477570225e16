"""Commands become bytes; a printer's bytes become replies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from broker.domain.bitmaps import Bitmap
from broker.link.base import Noise
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos import spec


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to one DLE EOT. The byte does not say to which question."""

    bits: int


@dataclass(frozen=True, slots=True)
class PaperSensor:
    """The answer to GS r 1: all that was sent before it has been carried out."""

    near_end: bool
    end: bool


@dataclass(frozen=True, slots=True)
class AutoStatusBack:
    """Four bytes the printer sent by itself because something changed."""

    offline: bool
    cover_open: bool
    near_end: bool
    end: bool


@dataclass(frozen=True, slots=True)
class Cleared:
    """The answer to DLE DC4 8: nothing waits in the printer any more."""


Reply: TypeAlias = RealTime | PaperSensor | AutoStatusBack | Cleared


_PAUSE = 0.1
_OBEYED = re.compile(rb"\x10(?=[\x04\x05\x14])", re.DOTALL)  # DLE EOT, DLE ENQ, DLE DC4


def encode(command: c.Command | c.Task) -> bytes:
    """The bytes of a command. `ValueError` for what the printer would misread."""
    match command:
        case c.PrintJob():
            return b"".join(map(encode, command.content)) + encode(c.AskPaper())
        case c.CheckPrinter():
            return b"".join(encode(c.AskStatus(question)) for question in spec.Question)
        case c.AskStatus() | c.AskPaper() | c.AutoStatus() | c.Discard():
            return _ask(command)
        case c.Initialise() | c.ChineseMode() | c.Size() | c.Align() | c.Bold():
            return _style(command)
        case c.Text() | c.NewLine() | c.Feed() | c.Cut() | c.Beep() | c.Raster():
            return _mark(command)
        case c.QrModel() | c.QrModule() | c.QrCorrection() | c.QrStore() | c.QrPrint():
            return _qr(command)
        case _:
            assert_never(command)


def _ask(command: c.Ask) -> bytes:
    match command:
        case c.AskStatus(question):
            return bytes((spec.DLE, spec.EOT, question))
        case c.AskPaper():
            return bytes((spec.GS, ord("r"), spec.ASK_PAPER))
        case c.AutoStatus(mask):
            return bytes((spec.GS, ord("a"), _within("mask", mask, 0, 255)))
        case c.Discard():
            return bytes((spec.DLE, spec.DC4, spec.CLEAR_FUNCTION)) + spec.CLEAR_GUARD
        case _:
            assert_never(command)


def _style(command: c.Style) -> bytes:
    match command:
        case c.Initialise():
            return bytes((spec.ESC, ord("@")))
        case c.ChineseMode(on):
            return bytes((spec.FS, ord("&" if on else ".")))
        case c.Size(width, height):
            across = _within("width", width, 1, spec.MAX_MULTIPLE) - 1
            down = _within("height", height, 1, spec.MAX_MULTIPLE) - 1
            return bytes((spec.GS, ord("!"), across << 4 | down))
        case c.Align(to):
            return bytes((spec.ESC, ord("a"), to))
        case c.Bold(on):
            return bytes((spec.ESC, ord("E"), on))
        case _:
            assert_never(command)


def _mark(command: c.Mark) -> bytes:
    match command:
        case c.Text(text):
            return _printable(text).encode(spec.ENCODING)
        case c.NewLine():
            return bytes((spec.LF,))
        case c.Feed(lines):
            return bytes((spec.ESC, ord("d"), _within("lines", lines, 0, 255)))
        case c.Cut(kind):
            return bytes((spec.GS, ord("V"), kind))
        case c.Beep(times, tenths):
            counts = (_within("times", times, 1, 9), _within("tenths", tenths, 1, 9))
            return bytes((spec.ESC, ord("B"), *counts))
        case c.Raster(bitmap, times):
            return _picture(bitmap, times)
        case _:
            assert_never(command)


def _picture(bitmap: Bitmap, times: int) -> bytes:
    """A DLE before certain bytes would be obeyed amid the dots: one more dot is dark instead."""
    mode = _within("times", times, 1, 2) - 1
    mode |= mode << 1  # as wide and as high
    size = bitmap.across.to_bytes(2, "little") + bitmap.down.to_bytes(2, "little")
    dots = _OBEYED.sub(bytes((spec.DLE | 0x08,)), bitmap.rows)
    return bytes((spec.GS, ord("v"), ord("0"), mode)) + size + dots


def _qr(command: c.Qr) -> bytes:
    match command:
        case c.QrModel():
            return _symbol(spec.QrFunction.MODEL, bytes((spec.QR_MODEL_2, 0)))
        case c.QrModule(dots):
            return _symbol(spec.QrFunction.MODULE, bytes((_within("dots", dots, 1, 16),)))
        case c.QrCorrection(level):
            return _symbol(spec.QrFunction.LEVEL, bytes((level,)))
        case c.QrStore(data):
            if not data:
                raise ValueError("a QR payload is not empty")
            payload = data.encode("utf-8")
            _printable(data.replace("\n", ""))
            return _symbol(spec.QrFunction.STORE, bytes((spec.QR_STORE_MODE,)) + payload)
        case c.QrPrint():
            return _symbol(spec.QrFunction.PRINT, bytes((spec.QR_STORE_MODE,)))
        case _:
            assert_never(command)


def _symbol(function: spec.QrFunction, data: bytes) -> bytes:
    length = (len(data) + 2).to_bytes(2, "little")  # counts cn and fn too
    return bytes((spec.GS, ord("("), ord("k"), *length, spec.QR_SYMBOL, function)) + data


def _within(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise ValueError(f"{name} is {least}–{most}, not {value}")
    return value


def _printable(text: str) -> str:
    """A control character in a text would be a command: DLE EOT even in the middle of data."""
    if any(ord(char) < spec.FIRST_PRINTABLE or ord(char) == 0x7F for char in text):  # DEL
        raise ValueError(f"control characters cannot be printed: {text!r}")
    return text


class StatusDecoder:
    """What a printer sends. Single bytes, told apart by the bits their makers fixed.

    The bytes of a group follow each other at once: one that is begun is not ended by a byte that
    comes `_PAUSE` seconds later, or a proof would be taken for its end.
    """

    def __init__(self) -> None:
        self._held = b""
        self._at = 0.0

    def feed(self, data: bytes, now: float = 0.0) -> list[Reply | Noise]:
        late: list[Reply | Noise] = []
        if self._held and now - self._at > _PAUSE:
            late, self._held = [Noise(self._held, "cut short")], b""
        self._at = now
        return late + [value for byte in data for value in self._byte(bytes((byte,)))]

    def _byte(self, byte: bytes) -> list[Reply | Noise]:
        if not self._held:
            return self._first(byte)
        if not self._continues(byte[0]):
            cut, self._held = Noise(self._held, "cut short"), b""
            return [cut, *self._first(byte)]
        self._held += byte
        return self._whole()

    def _first(self, byte: bytes) -> list[Reply | Noise]:
        bits = byte[0]
        if bits & spec.AUTO_MASK == spec.AUTO_FIXED or byte == spec.CLEARED[:1]:
            self._held = byte
            return []
        if bits & spec.REAL_TIME_MASK == spec.REAL_TIME_FIXED:
            return [RealTime(bits)]
        if bits & spec.SENSOR_MASK == 0 and _paired(bits):
            return [_sensor(bits)]
        return [Noise(byte, "no status byte")]

    def _continues(self, bits: int) -> bool:
        if self._held[:1] == spec.CLEARED[:1]:
            return bits == spec.CLEARED[len(self._held)]
        return bits & spec.AUTO_REST_MASK == 0

    def _whole(self) -> list[Reply | Noise]:
        whole = self._held
        if whole == spec.CLEARED:
            self._held = b""
            return [Cleared()]
        if len(whole) < spec.AUTO_LENGTH:
            return []
        self._held = b""
        offline, cover = whole[0] & spec.AUTO_OFFLINE, whole[0] & spec.AUTO_COVER
        paper = _sensor(whole[2])
        return [AutoStatusBack(bool(offline), bool(cover), paper.near_end, paper.end)]


def _paired(bits: int) -> bool:
    """A real answer sets both bits of a pair or none: half a pair is noise, not a proof."""
    return bits & spec.SENSOR_NEAR_END in (0, spec.SENSOR_NEAR_END) and bits & spec.SENSOR_END in (
        0,
        spec.SENSOR_END,
    )


def _sensor(bits: int) -> PaperSensor:
    return PaperSensor(bool(bits & spec.SENSOR_NEAR_END), bool(bits & spec.SENSOR_END))
