"""Keys that reach a panel while another program has the keyboard, where the desktop allows it.

X11 lets a program take single keys of all keyboards for itself (`XGrabKey`). Wayland does not: its
compositors hand keys to the program in front alone, and what an X program under Wayland takes it
hears only from other X programs. There the panel says so, and its keys work while it is in front.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from broker.domain.panels import HotKey
from kiosk.qt.press_times import HeldKeys

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.rq import Event

Pressed = Callable[[HotKey], None]

_HELD = {"Shift": 0x01, "Ctrl": 0x04, "Alt": 0x08, "Super": 0x40}  # X.h: ShiftMask … Mod4Mask
_WHATEVER = (0x00, 0x02, 0x10, 0x12)  # caps lock and num lock may be on


class HotKeys(Protocol):
    """The keys of one desktop."""

    def claim(self, chords: Mapping[HotKey, str], pressed: Pressed) -> tuple[HotKey, ...]:
        """From now on `pressed` hears of these; those that cannot be had, another program's
        perhaps, are handed back."""

    def close(self) -> None:
        """Let all of them go."""


class NoHotKeys:
    """A desktop that hands keys to the program in front alone."""

    def claim(self, chords: Mapping[HotKey, str], _pressed: Pressed) -> tuple[HotKey, ...]:
        """None can be had."""
        return tuple(chords)

    def close(self) -> None:
        """There is nothing to let go."""


class X11HotKeys:
    """The keys of an X server. `fileno` can be read from when something was pressed; then `hear`
    it. A key that is held counts once: the server says it as releases and presses."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._keys: dict[tuple[int, int], HotKey] = {}
        self._held = HeldKeys()
        self._pressed: Pressed = lambda _key: None

    def fileno(self) -> int:
        """What tells that something was pressed."""
        number: int = self._display.fileno()
        return number

    def claim(self, chords: Mapping[HotKey, str], pressed: Pressed) -> tuple[HotKey, ...]:
        self._pressed = pressed
        return tuple(key for key, chord in chords.items() if not self._grab(key, chord))

    def hear(self) -> None:
        """Everything that was pressed since."""
        while self._display.pending_events():
            self._take(self._display.next_event())

    def close(self) -> None:
        self._display.close()

    def _grab(self, key: HotKey, chord: str) -> bool:
        """Take one; False where the keyboard has no such key or somebody else took it first."""
        from Xlib.error import BadAccess, CatchError
        from Xlib.X import GrabModeAsync
        from Xlib.XK import string_to_keysym

        *held, name = chord.split("+")
        symbol = string_to_keysym(name.lower() if len(name) == 1 else name)
        code = self._display.keysym_to_keycode(symbol)
        mask = sum(_HELD[each] for each in held)
        if not code:
            return False
        refused = CatchError(BadAccess)
        for more in _WHATEVER:
            self._root.grab_key(code, mask | more, 1, GrabModeAsync, GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error() is not None:
            return False
        self._keys[code, mask] = key
        return True

    def _take(self, event: Event) -> None:
        """A key went down or up; a keyboard that was exchanged says other things, too."""
        from Xlib.X import KeyPress, KeyRelease

        if event.type == KeyRelease:
            self._held.released(event.detail, event.time / 1000)
        elif event.type == KeyPress and self._is_new(event):
            key = self._keys.get((event.detail, event.state & sum(_HELD.values())))
            if key is not None:
                self._pressed(key)

    def _is_new(self, event: Event) -> bool:
        return self._held.pressed(event.detail, event.time / 1000, repeats=False)


def open_hot_keys(platform: str) -> HotKeys:
    """The keys of the desktop that Qt calls `platform` (`xcb`, `wayland`, `offscreen`)."""
    if platform != "xcb":
        return NoHotKeys()
    try:
        from Xlib.display import Display
        from Xlib.error import DisplayError
    except ImportError:  # the extra `hot-keys` is not installed
        return NoHotKeys()
    try:
        return X11HotKeys(Display())
    except DisplayError:
        return NoHotKeys()
