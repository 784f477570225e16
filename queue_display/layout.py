"""What a sign says in each state of its window, fitted to its glass. Pure.

Signs differ in size and maker; this knows neither a protocol nor a font, only the glass and the
profile that its driver gives. Text that cannot stand on the glass at any size scrolls; nothing is
cut off.
"""

from __future__ import annotations

import itertools
import re
from typing import TypeAlias, assert_never

from broker.domain.text.folding import folded
from broker.wire.messages import WindowState, WindowStatus
from queue_display.glass import Glass, GlassProfile, Ink, Motion, Sign, Strip

_UNBREAKABLE = re.compile(r"[!-~]+|.")

Rows: TypeAlias = tuple[str, ...]


def render(state: WindowState, name: str, glass: Glass, profile: GlassProfile) -> Sign:
    """The sign of a window. `name` is the window's own; without one it goes by its number."""
    wordings, ink = _wordings(state, plain(name, profile) or f"{state.window}号窗口", profile)
    return _fitted(wordings, ink, glass, profile)


def announce(text: str, glass: Glass, profile: GlassProfile) -> Sign:
    """Any text, by rows where it has several and they fit, else in one."""
    rows = tuple(row for line in text.splitlines() if (row := plain(line, profile)))
    return _fitted(
        [rows or (" ",), (plain(" ".join(rows), profile) or " ",)], Ink.RED, glass, profile
    )


def plain(text: str, profile: GlassProfile) -> str:
    """`text` as a row of this glass: in characters that it has, without what cards take for control
    (no backslash, nothing unprintable, no tabs), and no longer than a row may be."""
    shown = folded(text, profile.shows, profile.missing).replace("\\", "／")
    row = " ".join(shown.split())
    return row if len(row) <= profile.longest else f"{row[: profile.longest - 1]}…"


def width(text: str, size: int) -> int:
    """Dots `text` takes in a font `size` dots high."""
    return sum(size // 2 if char.isascii() else size for char in text)


def _wordings(state: WindowState, name: str, profile: GlassProfile) -> tuple[list[Rows], Ink]:
    """Ways to say it, the fullest first; the last ones leave out only what can be guessed."""
    number = plain(state.number, profile)
    match state.status:
        case WindowStatus.CALLED:
            return _called(number, state.window), Ink.RED
        case WindowStatus.SERVING:
            return _serving(number), Ink.GREEN
        case WindowStatus.OPEN:
            return [("欢迎光临", name), (f"欢迎光临 {name}",), (name,)], Ink.GREEN
        case WindowStatus.PAUSED:
            return _paused(plain(state.reason, profile)), Ink.YELLOW
        case WindowStatus.CLOSED:
            closed: list[Rows] = [("窗口未开放", "请到其他窗口"), ("窗口未开放",), ("未开放",)]
            return closed, Ink.YELLOW
        case _:
            assert_never(state.status)


def _called(number: str, window: int) -> list[Rows]:
    return [
        (number, f"请到{window}号窗口"),
        (f"{number} 请到{window}号窗口",),
        (number, f"{window}号窗口"),
        (f"{number} {window}号窗口",),
        (number, f"{window}号"),
        (f"{number} {window}号",),
        (f"{number}→{window}",),
    ]


def _serving(number: str) -> list[Rows]:
    return [
        ("正在办理", number),
        (f"正在办理 {number}",),
        (f"办理 {number}",),
        (number,),
    ]


def _paused(reason: str) -> list[Rows]:
    if not reason:
        return [("暂停服务", "请稍候"), ("暂停服务 请稍候",), ("暂停服务",)]
    return [("暂停服务", reason), (f"暂停服务 {reason}",)]


def _fitted(wordings: list[Rows], wanted: Ink, glass: Glass, profile: GlassProfile) -> Sign:
    """The fullest wording that stands as it is, else one with its rows broken, else running."""
    room = Glass(glass.width // profile.column * profile.column, glass.height)
    sizes, ink = profile.sizes, profile.ink(wanted)
    falling = sorted(sizes, reverse=True)
    for rows, size in itertools.product(wordings, falling):
        if _stands(rows, size, room):
            return _sign(rows, size, ink, room)
    for rows, size in itertools.product(wordings, falling):
        broken = _broken(rows, size, room)
        if _stands(broken, size, room):
            return _sign(broken, size, ink, room)
    rows = next((rows for rows in wordings if len(rows) * min(sizes) <= room.height), wordings[-1])
    size = max((s for s in sizes if len(rows) * s <= room.height), default=min(sizes))
    return _sign(rows, size, ink, room)


def _broken(rows: Rows, size: int, room: Glass) -> Rows:
    """`rows` in pieces no wider than the glass; a number or Latin word stays whole."""
    pieces = []
    for row in rows:
        line = ""
        for token in _UNBREAKABLE.findall(row):
            if line and width(line + token, size) > room.width:
                pieces.append(line.rstrip())
                line = ""
            line += token if line else token.lstrip()
        pieces.append(line.rstrip())
    return tuple(pieces)


def _stands(rows: Rows, size: int, room: Glass) -> bool:
    widest = max(width(row, size) for row in rows)
    return widest <= room.width and len(rows) * size <= room.height


def _sign(rows: Rows, size: int, ink: Ink, room: Glass) -> Sign:
    band = room.height // len(rows)
    strips = []
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        height = room.height - place * band if last else band
        motion = Motion.STILL if width(row, size) <= room.width else Motion.SCROLL
        strips.append(Strip(place * band, height, row, size, ink, motion))
    return Sign(room, tuple(strips))
