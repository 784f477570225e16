"""What a kiosk shows to nobody, as its folder says now: looked at anew while the kiosk runs.

An errand lists the folder, and decodes its pictures where anything has changed; the screen's own
thread waits for neither. A film needs Qt's multimedia, an extra of its own: where that is missing,
or the film is, or where Qt draws without OpenGL, there is none, and staff are told.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from broker.settings.attract import films_can_be_played, load_attract
from kiosk.ticket.attract import AttractPictures

if TYPE_CHECKING:
    from broker.domain.hall import Hall
    from kiosk.qt.runner import QtRunner

EVERY = 30.0  # seconds
Listing = tuple[tuple[str, int, int], ...]


class FolderSeen(Struct, frozen=True):
    """What lies in a folder, and the addresses of the pictures that can be shown; `damaged`: others
    cannot, or the folder is gone."""

    listing: Listing
    sound: tuple[str, ...]
    damaged: bool


class AttractFolder:
    """Pictures and films of one kiosk. `damaged` hears at the first look, and whenever something
    has changed, whether anything cannot be shown."""

    def __init__(
        self, hall: Hall, place: Path, runner: QtRunner, damaged: Callable[[bool], None]
    ) -> None:
        rules = hall.attract
        self._rules = rules
        self._folder = place / rules.folder if rules.folder else None
        self._runner = runner
        self._damaged = damaged
        self._named = (rules.film, rules.sign_film)
        self._place = place
        self._film = self.sign_film = ""
        self._unplayed = False
        self._seen: FolderSeen | None = None
        self._due = float("-inf")
        self._looking = False
        self.pictures = AttractPictures((), rules.each_seconds)

    @property
    def film(self) -> bool:
        """Whether a film is shown, and no pictures."""
        return self._film != ""

    def look(self) -> None:
        """Have the folder looked at, once in `EVERY` seconds at most."""
        now = self._runner.clock()
        if self._looking or now < self._due:
            return
        first, self._due = self._due == float("-inf"), now + EVERY
        if first:
            self._open_films()
        if self._folder is None or self.film:
            return
        self._looking = True
        known = self._seen.listing if self._seen else None
        self._runner.aside(partial(_look, self._folder, known), self._found, "pictures")

    def _open_films(self) -> None:
        """The window is lit: it is known what can be drawn."""
        self._film, self.sign_film = (film_at(self._place, each) for each in self._named)
        played = bool(self._film), bool(self.sign_film)
        self._unplayed = played != tuple(map(bool, self._named))
        if self._film:
            self.pictures = AttractPictures((self._film,), self._rules.each_seconds)
        self._damaged(self._unplayed)

    def _found(self, seen: FolderSeen | None) -> None:
        self._looking = False
        if seen is not None:
            self._seen = seen
            self.pictures = AttractPictures(seen.sound, self._rules.each_seconds)
            self._damaged(seen.damaged or self._unplayed)


def film_at(place: Path, named: str) -> str:
    """The address of a film; "" where there is none, or none can be played."""
    from kiosk.qt.pictures import films_are_drawn

    file = place / named
    if not named or not file.is_file() or not films_can_be_played() or not films_are_drawn():
        return ""
    return file.resolve().as_uri()


def _look(folder: Path, known: Listing | None) -> FolderSeen | None:
    """None: all is as it was `known`."""
    from kiosk.qt.pictures import judge

    read = load_attract(folder)
    listing = tuple(map(_stamp, read.pictures))
    if listing == known:
        return None
    judged = judge(read.pictures)
    return FolderSeen(listing, judged.sound, judged.damaged or bool(read.errors))


def _stamp(file: Path) -> tuple[str, int, int]:
    """What changes when a file is written, or replaced."""
    try:
        found = file.stat()
    except OSError:
        return file.name, -1, -1
    return file.name, found.st_size, found.st_mtime_ns
