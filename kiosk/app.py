"""The programs with a screen: `hall run kiosk | panel | board | guide | clock-in | enrolment`.

This is what the command finds, and Qt is not here yet; `kiosk.qt.running` brings it. The kiosk has
a start of its own, which shows something before hall.toml is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from broker.settings import Settings

run_kiosk = cast("Callable[[Settings, str], None]", import_module("kiosk.ticket.starting").ROLE)


def run_panel(settings: Settings, key: str) -> None:
    """The clerk's panel of window `key`."""
    _screens().show_panel(settings, key)


def run_board(settings: Settings, key: str) -> None:
    """The hall board."""
    _screens().show_board(settings, key)


def run_guide(settings: Settings, key: str) -> None:
    """The guide desk `key` of hall.toml."""
    _screens().show_guide(settings, key)


def run_clock_in(settings: Settings, key: str) -> None:
    """The clock-in screen `key` of hall.toml."""
    _screens().show_clock_in(settings, key)


def run_enrolment(settings: Settings, key: str) -> None:
    """The desk at which fingers are enrolled at the reader `key` of hall.toml."""
    _screens().show_enrolment(settings, key)


def _screens() -> ModuleType:
    """Qt, with what PySide would compile again."""
    from kiosk.qt.signatures import remember

    remember()
    return import_module("kiosk.qt.running")
