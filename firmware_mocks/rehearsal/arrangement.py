"""Where the windows of a demonstration stand, side by side: kiosk, board over bench, panel over the
clock-in screen."""

from __future__ import annotations

import subprocess
import sys

from msgspec import Struct

from broker.domain.errors import ConfigError
from broker.domain.geometry import Geometry, geometry

GAP = 12  # between two windows and to the edge; frames of windows are a few pixels wide
TITLE = 36  # the bar above a window
_KIOSK = (1080, 1920)
_PANEL = (420, 720)
_BOARD = (1920, 1080)
_CLOCK_IN = (1024, 600)
_KIOSK_SHARE = 0.3  # of the desktop's width, at most
_PANEL_SHARE = 0.22


class Arrangement(Struct, frozen=True):
    """A place for each window; none lies on another, bars and frames included."""

    kiosk: Geometry
    panel: Geometry
    clock_in: Geometry
    board: Geometry
    bench: Geometry


def arranged(desktop: Geometry) -> Arrangement:
    """All windows on this desktop, in their own proportions; the bench takes what is left."""
    top, left = desktop.y + TITLE + GAP, desktop.x + GAP
    high = desktop.height - TITLE - 2 * GAP
    kiosk = _fitted(_KIOSK, int(desktop.width * _KIOSK_SHARE), high, left, top)
    wide = min(_PANEL[0], int(desktop.width * _PANEL_SHARE))
    panel = _fitted(_PANEL, wide, high, 0, top)
    panel = Geometry(panel.width, panel.height, desktop.right - GAP - panel.width, top)
    lower = panel.bottom + GAP + TITLE
    clock_in = _fitted(_CLOCK_IN, panel.width, desktop.bottom - GAP - lower, panel.x, lower)
    middle = kiosk.right + GAP
    board = _fitted(_BOARD, panel.x - GAP - middle, high // 2, middle, top)
    below = board.bottom + GAP + TITLE
    left_over = (panel.x - GAP - middle, desktop.bottom - GAP - below)
    return Arrangement(kiosk, panel, clock_in, board, Geometry(*left_over, middle, below))


def _fitted(shape: tuple[int, int], width: int, height: int, x: int, y: int) -> Geometry:
    """The largest window of this shape within width and height."""
    scale = min(width / shape[0], height / shape[1])
    return Geometry(int(shape[0] * scale), int(shape[1] * scale), x, y)


def desktop() -> Geometry:
    """What is free of the screen. `ConfigError` where no window can be opened on it."""
    words = [sys.executable, "-m", "firmware_mocks.bench.desktop"]
    told = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if told.returncode:
        last = (told.stderr.strip() or "no reason given").splitlines()[-1]
        raise ConfigError("hall demo", "the screen", last, "say --headless")
    return geometry(told.stdout, "hall demo")
