"""Keys of an X desktop: taken from all keyboards, given back when somebody else has them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.error import BadAccess, DisplayConnectionError

from broker.domain.panels import HotKey
from kiosk.qt.hot_keys import NoHotKeys, X11HotKeys, open_hot_keys

CODES = {XK.string_to_keysym(name): code for name, code in (("n", 57), ("F9", 75), ("F10", 76))}
CTRL_ALT, NUM_LOCK = 0x0C, 0x10  # X.h


class Server:
    """An X server as far as keys go. `taken` are those of another program."""

    def __init__(self, taken: frozenset[int] = frozenset()) -> None:
        self.taken = taken
        self.grabbed: set[tuple[int, int]] = set()
        self.events: deque[Any] = deque()
        self.closed = False

    def screen(self) -> SimpleNamespace:
        return SimpleNamespace(root=self)

    def keysym_to_keycode(self, symbol: int) -> int:
        return CODES.get(symbol, 0)

    def grab_key(
        self, code: int, held: int, *_modes: int, onerror: Callable[[object, object], object]
    ) -> None:
        if code in self.taken:
            onerror(BadAccess.__new__(BadAccess), None)
        else:
            self.grabbed.add((code, held))

    def sync(self) -> None:
        pass

    def pending_events(self) -> int:
        return len(self.events)

    def next_event(self) -> object:
        return self.events.popleft()

    def close(self) -> None:
        self.closed = True

    def key(self, code: int, down: bool, at: int, held: int = 0) -> None:
        kind = X.KeyPress if down else X.KeyRelease
        self.events.append(SimpleNamespace(type=kind, detail=code, state=held, time=at))


def claimed(server: Server, **chords: str) -> tuple[X11HotKeys, list[HotKey]]:
    heard: list[HotKey] = []
    keys = X11HotKeys(server)  # type: ignore[arg-type]  # as much of a display as is used
    assert keys.claim({HotKey(name): chord for name, chord in chords.items()}, heard.append) == ()
    return keys, heard


@pytest.mark.parametrize("locks", [0, NUM_LOCK])
def test_a_chord_is_heard_whatever_is_locked(locks: int) -> None:
    server = Server()
    keys, heard = claimed(server, main="Ctrl+Alt+N")
    assert (57, CTRL_ALT | locks) in server.grabbed
    server.key(57, True, 1000, CTRL_ALT | locks)
    keys.hear()
    assert heard == [HotKey.MAIN]


def test_a_key_that_is_held_counts_once() -> None:
    """An X server says it as releases and presses at one moment, 30 ms apart."""
    server = Server()
    keys, heard = claimed(server, main="F9")
    server.key(75, True, 1000)
    for at in range(1660, 3000, 30):
        server.key(75, False, at)
        server.key(75, True, at)
    server.key(75, False, 3010)
    server.key(75, True, 3500)
    keys.hear()
    assert heard == [HotKey.MAIN, HotKey.MAIN]


def test_other_chords_of_the_same_key_and_other_events_are_nothing() -> None:
    server = Server()
    keys, heard = claimed(server, main="Ctrl+Alt+N")
    server.key(57, True, 1000)
    server.events.append(SimpleNamespace(type=X.MappingNotify))
    server.key(75, True, 1100)
    keys.hear()
    assert heard == []


def test_what_another_program_has_is_handed_back() -> None:
    keys = X11HotKeys(Server(frozenset({75})))  # type: ignore[arg-type]  # as above
    chords = {HotKey.MAIN: "F9", HotKey.MISS: "F10", HotKey.SHOW: "F12"}
    assert keys.claim(chords, print) == (HotKey.MAIN, HotKey.SHOW)  # no keyboard has an F12 here


def test_a_desktop_without_such_keys_hands_all_of_them_back() -> None:
    keys = open_hot_keys("wayland")
    assert isinstance(keys, NoHotKeys)
    assert keys.claim({HotKey.MAIN: "F9"}, print) == (HotKey.MAIN,)
    keys.close()


def test_no_server_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DisplayConnectionError(":9", "nobody there")

    monkeypatch.setattr("Xlib.display.Display", away)
    assert isinstance(open_hot_keys("xcb"), NoHotKeys)
