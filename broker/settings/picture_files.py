"""Pictures beside hall.toml, judged before anybody shows them: whole, no larger than a kiosk can
hold, and drawn in a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from broker.domain.errors import ConfigError
from broker.settings import drawings, pictures
from broker.settings.files import bounded

LARGEST = 64_000_000  # bytes of a picture
_REMEDY = "save it anew as PNG, JPEG or SVG, smaller or plainer, or take it away"


def sound_picture(file: Path) -> bytes:
    """The picture. `ConfigError` where it cannot be read, is damaged, cut or too large, or would
    take long to draw."""
    try:
        content = bounded(file, LARGEST)
    except (OSError, ValueError) as error:
        raise _error(file, getattr(error, "strerror", None) or str(error)) from error
    if flaw := _flaw(content):
        raise _error(file, flaw)
    return content


def picture_errors(files: Iterable[Path]) -> tuple[ConfigError, ...]:
    """What is wrong with each."""
    return tuple(_errors(files))


def _errors(files: Iterable[Path]) -> Iterator[ConfigError]:
    for file in files:
        try:
            sound_picture(file)
        except ConfigError as error:
            yield error


def _flaw(content: bytes) -> str:
    if len(content) > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    if pictures.is_one(content):
        return pictures.flaw(content)
    return drawings.flaw(content)


def _error(file: Path, problem: str) -> ConfigError:
    return ConfigError(str(file), "the whole file", problem, _REMEDY)
