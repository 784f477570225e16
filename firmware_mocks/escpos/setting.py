"""Commands that print nothing: each changes how what comes next looks or where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from firmware_mocks.escpos.style import DPI, LINE_DOTS, PrintMode
from firmware_mocks.firmware import Align
from kiosk.printing.models.escpos import spec

_ALIGN: tuple[Align, ...] = ("left", "centre", "right")
_UNDERLINE: tuple[Literal[0, 1, 2], ...] = (0, 1, 2)
_ZERO = ord("0")  # many commands take 0 and "0" alike

# Bits of ESC ! n and FS ! n.
_SMALL, _BOLD, _HIGH, _WIDE, _UNDERLINED = 0x01, 0x08, 0x10, 0x20, 0x80
_CHINESE_WIDE, _CHINESE_HIGH = 0x04, 0x08


def changed(mode: PrintMode, name: str, args: bytes) -> PrintMode | None:
    """The mode after a command; None where it is no such command or its value does not
    exist."""
    change = _CHANGES.get(name)
    return None if change is None else change(mode, args)


def _mode(mode: PrintMode, args: bytes) -> PrintMode:
    """ESC !: font, bold, height, width and underline in one byte."""
    (bits,) = args
    after = mode.both(
        lambda style: replace(
            style,
            width=2 if bits & _WIDE else 1,
            height=2 if bits & _HIGH else 1,
            bold=bool(bits & _BOLD),
            underline=1 if bits & _UNDERLINED else 0,
        )
    )
    return replace(after, style=replace(after.style, small=bool(bits & _SMALL)))


def _chinese_mode(mode: PrintMode, args: bytes) -> PrintMode:
    """FS !: the same for Chinese characters alone, with bits of its own."""
    (bits,) = args
    style = replace(
        mode.chinese,
        width=2 if bits & _CHINESE_WIDE else 1,
        height=2 if bits & _CHINESE_HIGH else 1,
        underline=1 if bits & _UNDERLINED else 0,
    )
    return replace(mode, chinese=style)


def _size(mode: PrintMode, args: bytes) -> PrintMode:
    width, height = (args[0] >> 4 & 7) + 1, (args[0] & 7) + 1
    return mode.both(lambda style: replace(style, width=width, height=height))


def _double_chinese(mode: PrintMode, args: bytes) -> PrintMode:
    times = 1 + (args[0] & 1)
    return replace(mode, chinese=replace(mode.chinese, width=times, height=times))


def _align(mode: PrintMode, args: bytes) -> PrintMode | None:
    chosen = args[0] % _ZERO
    return replace(mode, align=_ALIGN[chosen]) if chosen < len(_ALIGN) else None


def _underline(mode: PrintMode, args: bytes) -> PrintMode | None:
    chosen = args[0] % _ZERO
    if chosen >= len(_UNDERLINE):
        return None
    return mode.both(lambda style: replace(style, underline=_UNDERLINE[chosen]))


def _chinese_underline(mode: PrintMode, args: bytes) -> PrintMode | None:
    chosen = args[0] % _ZERO
    if chosen >= len(_UNDERLINE):
        return None
    style = replace(mode.chinese, underline=_UNDERLINE[chosen])
    return replace(mode, chinese=style)


def _font(mode: PrintMode, args: bytes) -> PrintMode | None:
    chosen = args[0] % _ZERO
    if chosen > 1:
        return None
    return replace(mode, style=replace(mode.style, small=bool(chosen)))


def _spacing(mode: PrintMode, args: bytes) -> PrintMode:
    return replace(mode, style=replace(mode.style, spacing=mode.across(args[0])))


def _chinese_spacing(mode: PrintMode, args: bytes) -> PrintMode:
    """FS S: blank dots before and behind; here all behind."""
    spacing = mode.across(args[0] + args[1])
    return replace(mode, chinese=replace(mode.chinese, spacing=spacing))


def _margin(mode: PrintMode, args: bytes) -> PrintMode:
    """GS L: what is printed in ends where it did, if there is so much paper."""
    left = min(mode.across(int.from_bytes(args, "little")), mode.paper)
    return replace(mode, left=left, room=min(mode.wanted, mode.paper - left))


def _width(mode: PrintMode, args: bytes) -> PrintMode:
    """GS W: no wider than the paper."""
    wanted = mode.across(int.from_bytes(args, "little"))
    room = min(wanted, mode.paper - mode.left)
    return replace(mode, wanted=wanted, room=room)


def _tabs(mode: PrintMode, args: bytes) -> PrintMode:
    """ESC D: columns of the letters as they are now."""
    stops = (each * mode.style.column for each in args if each)
    return replace(mode, tabs=tuple(stops)[: spec.TABS_MOST])


def _turned(mode: PrintMode, args: bytes) -> PrintMode:
    turned = bool(args[0] % _ZERO)
    return mode.both(lambda style: replace(style, turned=turned))


def _bold(mode: PrintMode, args: bytes) -> PrintMode:
    """ESC E, and ESC G, which prints twice and looks alike."""
    bold = bool(args[0] & 1)
    return mode.both(lambda style: replace(style, bold=bold))


def _reverse(mode: PrintMode, args: bytes) -> PrintMode:
    reverse = bool(args[0] & 1)
    return mode.both(lambda style: replace(style, reverse=reverse))


def _units(mode: PrintMode, args: bytes) -> PrintMode:
    """GS P: 0 is the printer's own."""
    return replace(mode, units=(args[0] or DPI, args[1] or DPI))


_CHANGES: dict[str, Callable[[PrintMode, bytes], PrintMode | None]] = {
    "esc !": _mode,
    "fs !": _chinese_mode,
    "gs !": _size,
    "fs W": _double_chinese,
    "esc E": _bold,
    "esc G": _bold,
    "esc -": _underline,
    "fs -": _chinese_underline,
    "gs B": _reverse,
    "esc V": _turned,
    "esc M": _font,
    "esc  ": _spacing,
    "fs S": _chinese_spacing,
    "esc {": lambda mode, args: replace(mode, upside_down=bool(args[0] & 1)),
    "esc a": _align,
    "esc 2": lambda mode, _: replace(mode, line_dots=LINE_DOTS),
    "esc 3": lambda mode, args: replace(mode, line_dots=mode.down(args[0])),
    "esc D": _tabs,
    "gs L": _margin,
    "gs P": _units,
    "gs W": _width,
}
