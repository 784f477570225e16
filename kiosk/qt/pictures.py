"""Which pictures Qt can show: decoded once beside the screen's thread, before any is shown, for an
image of QML that cannot be decoded is a complaint in the log each time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QSize
from PySide6.QtGui import QImageReader
from PySide6.QtQuick import QQuickWindow

_SMALL = QSize(64, 64)


class SoundPictures(Struct, frozen=True):
    """Addresses of those that can be shown, and whether others cannot."""

    sound: tuple[str, ...]
    damaged: bool


def judge(files: Iterable[Path]) -> SoundPictures:
    """Decode each, small."""
    every = tuple(files)
    sound = tuple(each.as_uri() for each in every if _readable(each))
    return SoundPictures(sound, len(sound) < len(every))


def films_are_drawn() -> bool:
    """Whether Qt draws films here, once a window is lit: its software renderer does not."""
    return QQuickWindow.sceneGraphBackend() != "software"


def _readable(file: Path) -> bool:
    reader = QImageReader(str(file))
    reader.setScaledSize(_SMALL)
    return reader.canRead() and not reader.read().isNull()
