"""The panel's hot keys on a real X server, where this machine has Xvfb (Debian: xvfb)."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext.xtest import fake_input

from broker.domain.panels import HotKey
from kiosk.qt.hot_keys import X11HotKeys

XVFB = shutil.which("Xvfb")
pytestmark = pytest.mark.skipif(XVFB is None, reason="no Xvfb here: apt-get install xvfb")
PATIENCE = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An X server of its own, by the name of its display."""
    assert XVFB is not None
    ours, its = os.pipe()
    command = [XVFB, "-displayfd", str(its), "-screen", "0", "320x240x24", "-noreset"]
    running = subprocess.Popen(command, pass_fds=(its,), stderr=subprocess.DEVNULL)
    os.close(its)
    try:
        ready, _, _ = select.select([ours], [], [], 3 * PATIENCE)
        assert ready, "the X server does not start"
        yield f":{os.read(ours, 16).decode().strip()}"
    finally:
        os.close(ours)
        running.terminate()
        running.wait(PATIENCE)


class Keyboard:
    """Somebody types at this desktop, whatever program is in front."""

    def __init__(self, server: str) -> None:
        self.display = Display(server)

    def code(self, name: str) -> int:
        return int(self.display.keysym_to_keycode(XK.string_to_keysym(name)))

    def press(self, *names: str) -> None:
        """A chord: all go down in their order, and up again."""
        for name in names:
            fake_input(self.display, X.KeyPress, self.code(name))
        for name in reversed(names):
            fake_input(self.display, X.KeyRelease, self.code(name))
        self.display.sync()


@pytest.fixture
def keyboard(server: str) -> Iterator[Keyboard]:
    keyboard = Keyboard(server)
    yield keyboard
    keyboard.display.close()


@pytest.fixture
def keys(server: str) -> Iterator[X11HotKeys]:
    keys = X11HotKeys(Display(server))
    yield keys
    keys.close()


def heard(keys: X11HotKeys, told: list[HotKey], count: int) -> list[HotKey]:
    """What was pressed, once so many are."""
    while len(told) < count:
        ready, _, _ = select.select([keys.fileno()], [], [], PATIENCE)
        if not ready:
            break
        keys.hear()
    return told


CHORDS = {HotKey.MAIN: "Ctrl+Alt+n", HotKey.RECALL: "F9"}


def test_a_chord_is_heard_while_no_window_of_ours_is_in_front(
    keys: X11HotKeys, keyboard: Keyboard
) -> None:
    told: list[HotKey] = []
    assert keys.claim(CHORDS, told.append) == ()
    keyboard.press("n")  # typed into another program
    keyboard.press("Control_L", "Alt_L", "n")
    keyboard.press("F9")
    assert heard(keys, told, 2) == [HotKey.MAIN, HotKey.RECALL]


def test_num_lock_and_caps_lock_make_no_difference(keys: X11HotKeys, keyboard: Keyboard) -> None:
    told: list[HotKey] = []
    keys.claim(CHORDS, told.append)
    keyboard.press("Num_Lock")
    keyboard.press("F9")
    keyboard.press("Caps_Lock")
    keyboard.press("Control_L", "Alt_L", "n")
    assert heard(keys, told, 2) == [HotKey.RECALL, HotKey.MAIN]
    for lock in ("Num_Lock", "Caps_Lock"):
        keyboard.press(lock)


def test_a_chord_that_another_program_has_is_handed_back_until_it_lets_go(
    server: str, keys: X11HotKeys
) -> None:
    other = X11HotKeys(Display(server))
    assert other.claim({HotKey.MAIN: "F9"}, lambda _key: None) == ()
    assert keys.claim(CHORDS, lambda _key: None) == (HotKey.RECALL,)
    other.close()
    third = X11HotKeys(Display(server))
    assert third.claim({HotKey.MAIN: "F9"}, lambda _key: None) == ()
    third.close()
