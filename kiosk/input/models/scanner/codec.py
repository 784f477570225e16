"""From keys, or bytes, to codes. Pure.

What is scanned may be somebody's: neither a log nor a `Noise` shows a character of it.
"""

from __future__ import annotations

from broker.link.base import Noise
from broker.link.input_event import InputEvent
from kiosk.input.came import CodeRead
from kiosk.input.models.scanner import spec

Read = list[CodeRead | Noise]


class _Collecting:
    """A code as it comes, one character after another. `spoil` says that it is none; what is
    spoilt is so until its end."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._why = ""
        self._heard = 0.0

    def heard(self, now: float) -> Read:
        """Something comes; what came too long before it was never ended."""
        begun = bool(self._text or self._why)
        stale = begun and now - self._heard > spec.STALE
        self._heard = now
        return self._dropped("cut short") if stale else []

    def add(self, character: str) -> None:
        """Kept as long as it may be of a code."""
        if len(self._text) >= spec.MOST:
            self.spoil("too long")
        if not self._why:
            self._text.append(character)

    def spoil(self, why: str) -> None:
        self._why = self._why or why

    def end(self) -> Read:
        """It is whole. An empty one is nothing at all: Enter and line feed, say."""
        if self._why:
            return self._dropped(self._why)
        text, self._text = "".join(self._text).strip(), []
        return [CodeRead(text)] if text else []

    def _dropped(self, why: str) -> Read:
        self._text, self._why = [], ""
        return [Noise(b"", why)]


class KeyDecoder:
    """Of a scanner that is a keyboard. Shift is believed until the code ends, so that one whose
    release was lost spoils no more than one code; a key that is held or sticks is one key."""

    def __init__(self, to_device: bool) -> None:
        self._mute = to_device  # nothing is said to a scanner
        self._code = _Collecting()
        self._shifts: set[int] = set()
        self._alt: str | None = None  # the digits typed since Alt is held
        self._blind = False

    def feed(self, data: tuple[InputEvent, ...], now: float) -> Read:
        if self._mute or not data:
            return []
        values = self._code.heard(now)
        for event in data:
            values += self._take(event)
        return values

    def _take(self, event: InputEvent) -> Read:
        if event.kind == spec.EV_SYN:
            self._synchronise(event.code)
        elif event.kind == spec.EV_KEY and not self._blind:
            return self._key(event.code, event.value)
        return []

    def _synchronise(self, code: int) -> None:
        """The kernel dropped events: up to its next report they are torn, and what was held down
        is not known."""
        self._blind = code == spec.SYN_DROPPED
        if self._blind:
            self._shifts.clear()
            self._alt = None
            self._code.spoil("events lost")

    def _key(self, code: int, value: int) -> Read:
        if code in spec.SHIFTS:
            (self._shifts.discard if value == spec.UP else self._shifts.add)(code)
        elif code in spec.ALTS:
            self._held(value)
        elif value == spec.DOWN and code in spec.ENDS:
            self._shifts.clear()
            self._held(spec.UP)
            return self._code.end()
        elif value == spec.DOWN and code not in spec.QUIET:
            self._character(code)
        return []

    def _held(self, value: int) -> None:
        """Alt goes down, or up: then the number that was typed meanwhile is a character. One that
        each code page has for itself is not guessed."""
        number, down = self._alt or "", value != spec.UP
        self._alt = number if down else None
        if down or not number:
            return
        if int(number) in spec.ALT_CODES:
            self._code.add(chr(int(number)))
        else:
            self._code.spoil("typed by Alt and a number of some code page")

    def _character(self, code: int) -> None:
        pair = spec.CHARACTERS.get(code)
        if self._alt is not None and pair and pair[0].isdigit():
            self._alt = (self._alt + pair[0])[: spec.MOST]
        elif pair is None or self._alt is not None:
            self._code.spoil("unknown key")
        else:
            self._code.add(pair[bool(self._shifts)])


class LineDecoder:
    """Of a scanner that is a serial port: UTF-8, and an end of line."""

    def __init__(self, to_device: bool) -> None:
        self._mute = to_device
        self._code = _Collecting()

    def feed(self, data: bytes, now: float) -> Read:
        if self._mute or not data:
            return []
        values = self._code.heard(now)
        for byte in data:
            if byte == spec.LINE_END:
                values += map(_text_of, self._code.end())
            else:
                self._code.add(chr(byte))
        return values


def _text_of(code: CodeRead | Noise) -> CodeRead | Noise:
    """A code whose characters are bytes yet."""
    if isinstance(code, Noise):
        return code
    try:
        return CodeRead(code.text.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return Noise(b"", "no text")
