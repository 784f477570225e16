"""The pictures and films that a kiosk shows while nobody stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import ConfigError

KINDS = frozenset({".png", ".jpg", ".jpeg", ".svg"})
MOST = 200


class AttractRead(NamedTuple):
    """The pictures in the order of their names, and what is wrong with the folder."""

    pictures: tuple[Path, ...] = ()
    errors: tuple[ConfigError, ...] = ()


def load_attract(folder: Path) -> AttractRead:
    """The pictures in `folder`. None of them is opened: one that is damaged is found by whoever
    shows it, who passes it over."""
    try:
        named = (each for each in folder.iterdir() if each.suffix.lower() in KINDS)
        found = sorted(each for each in named if each.is_file())
    except OSError:
        return _wrong(folder, "there is no such folder", "name the folder, or remove the key")
    if not found:
        return _wrong(folder, "there is no picture in it", "put PNG, JPEG or SVG files there")
    if len(found) > MOST:
        return _wrong(folder, f"{len(found)} pictures are in it", f"keep at most {MOST}")
    return AttractRead(tuple(each.absolute() for each in found))


def films_can_be_played() -> bool:
    """Whether Qt's multimedia is installed (`service-hall[film]`); nothing of it is loaded."""
    from importlib.metadata import PackageNotFoundError, distribution  # brings the e-mail package

    try:
        distribution("PySide6-Addons")
    except PackageNotFoundError:
        return False
    return True


def film_errors(named: tuple[tuple[str, str], ...], folder: Path) -> Iterator[ConfigError]:
    """What is wrong with films, each named by a key of `[attract]`."""
    for key, name in named:
        file = folder / name
        if name and not file.is_file():
            remedy = "copy the film there, or remove the key"
            yield ConfigError(str(file), f"[attract] {key}", "there is no such film", remedy)


def _wrong(folder: Path, problem: str, remedy: str) -> AttractRead:
    return AttractRead((), (ConfigError(str(folder), "the whole folder", problem, remedy),))
