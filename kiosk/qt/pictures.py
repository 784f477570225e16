"""Which pictures Qt can show: decoded once beside the screen's thread, before any is shown, for an
image of QML that cannot be decoded is a complaint in the log each time."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImageReader
from PySide6.QtQuick import QQuickWindow

from broker.domain.errors import ConfigError
from broker.settings.picture_files import sound_picture

log = logging.getLogger(__name__)

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
    """Read here and not by Qt, which would hold the interpreter while a disk hangs; and judged
    before Qt decodes it, which can be told neither to stop nor to take all or nothing."""
    try:
        content = sound_picture(file)
    except ConfigError as error:
        log.info("%s", error)
        return False
    buffer = QBuffer()
    buffer.setData(content)
    reader = QImageReader(buffer)
    reader.setScaledSize(_SMALL)
    return reader.canRead() and not reader.read().isNull()
