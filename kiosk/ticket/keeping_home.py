"""Home of the coming days, written down for the next start of this kiosk; see `kept_home`.

How it works. Every few seconds an errand asks whether one of the files of which home is made is
another than before, or the day is. Then home is made anew, of what lies in these files now, as the
next start would read them: also where this kiosk goes on with what it has, as with hall.toml. What
is made on a thread goes over the screen's, which alone can ask what its fonts can draw, and is
written by another errand, with the files as they were before: where one was changed meanwhile,
no start takes it.
"""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast
from zoneinfo import ZoneInfo

from broker.domain.errors import ConfigError
from broker.service.clock import hall_clock
from broker.settings import load
from kiosk import words
from kiosk.qt.qml_host import plain
from kiosk.ticket import kept_home
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.coming_home import ComingHome, coming_home
from kiosk.ticket.home_pages import FileSeen, KeptHome, Shown
from kiosk.ticket.kept_here import begun
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import HOME, PLAIN
from kiosk.ticket.worldview import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from broker.settings import Settings
    from kiosk.qt.runner import QtRunner
    from kiosk.ticket.measures import GlassSize

EVERY = 10.0  # seconds
_FIRST = 1.0  # after the first frame: others want the processor then
_NS = 1_000_000_000


class HallRead(NamedTuple):
    """A hall, and when reading its files began, in nanoseconds since 1970. A file that changed
    since may have been read before or after that; a copy that carries an older date does not hide
    it, for what counts is when the file changed here."""

    settings: Settings
    began: int


class HomeMade(NamedTuple):
    """Home of a hall as its files are, from a day on; None where no start could show it."""

    of: HallRead
    files: tuple[FileSeen, ...]
    day: date
    coming: ComingHome | None


class HomeKeeper:
    """A `Part` of the loop that keeps home of the kiosk called `post`. `started` is when this
    program began to read its files, in seconds since 1970; where it is another since, its home is
    not ours to make. `glass` tells how large that is."""

    def __init__(
        self,
        settings: Settings,
        post: str,
        runner: QtRunner,
        started: float,
        glass: Callable[[], GlassSize],
    ) -> None:
        self._post, self._runner, self._glass = post, runner, glass
        self._started = int(started * _NS)
        self._read = HallRead(settings, self._started)
        self._px_per_mm = settings.hall.kiosk.px_per_mm
        self._last: tuple[tuple[FileSeen, ...], date] | None = None
        self._due = runner.clock() + _FIRST

    def next_wakeup(self) -> float:
        """When files are looked at again."""
        return self._due

    def tick(self, now: float) -> None:
        """Look at them, if it is time."""
        if now >= self._due:
            self._due = math.inf
            self._runner.aside(partial(self._work, self._glass()), self._made, "home")

    def _work(self, glass: GlassSize) -> HomeMade | None:
        """None: all is as it was."""
        read, now = self._read, hall_clock().now()
        files = files_of(read.settings)
        if any(each.changed >= read.began for each in files) and not self._known(files):
            read = self._anew() or read
            files = files_of(read.settings)
        there = untouched(read.settings, self._post, glass, now)
        day = there.local.date() if there else now.date()
        if self._last == (files, day):
            return None
        sound = there is not None and all(each.changed < read.began for each in files)
        return HomeMade(read, files, day, coming_home(there) if there and sound else None)

    def _known(self, files: tuple[FileSeen, ...]) -> bool:
        return self._last is not None and self._last[0] == files

    def _anew(self) -> HallRead | None:
        """The hall as it lies there now; None where no start would take it, or would show it at
        another scale than that for which this glass was measured."""
        began = int(begun() * _NS)
        try:
            settings = load(self._read.settings.file, self._read.settings.run)
        except ConfigError:
            return None
        same = settings.hall.kiosk.px_per_mm == self._px_per_mm
        return HallRead(settings, began) if same else None

    def _made(self, made: HomeMade | None) -> None:
        """On the screen's thread."""
        if made is not None:
            self._read, self._last = made.of, (made.files, made.day)
        if made is None or made.coming is None:
            self._rest(None)
            return
        looks = tuple(cast("Shown", plain(each, held=True)) for each in made.coming.looks)
        work = partial(self._write, looks, made, made.coming)
        self._runner.aside(work, self._rest, "home")

    def _rest(self, _written: None) -> None:
        self._due = self._runner.clock() + EVERY

    def _write(self, looks: tuple[Shown, ...], made: HomeMade, coming: ComingHome) -> None:
        program, settings = kept_home.program_seen(), made.of.settings
        if program.changed >= self._started:
            return
        hall = settings.hall
        of_hall = (hall.hall.name, hall.kiosk.px_per_mm, words.for_screen())
        kept = KeptHome(made.files, program, *of_hall, looks, coming.hours)
        kept_home.keep(settings.run, self._post, kept)


def files_of(settings: Settings) -> tuple[FileSeen, ...]:
    """What home follows from, as it is now: hall.toml first. Asks the disk."""
    hall, folder = settings.hall, settings.file.parent
    named = (hall.catalogue.file, hall.catalogue.common, hall.notices.file)
    files = (settings.file, *(folder / each for each in named if each))
    return tuple(kept_home.seen(Path(each)) for each in files)


def untouched(settings: Settings, post: str, glass: GlassSize, now: datetime) -> Scene | None:
    """Home of the kiosk called `post` at `now`, of nobody and before the bus has spoken, with all
    the items and notices that there are, valid or not. None where hall.toml has no such kiosk."""
    hall = settings.hall
    kiosk = next((each for each in hall.kiosks if each.id == post), None)
    if kiosk is None:
        return None
    return Scene(
        hall=hall,
        catalogue=Catalogue(hall, settings.items),
        world=World(),
        screen=HOME,
        comfort=PLAIN,
        seconds=0.0,
        local=now.astimezone(ZoneInfo(hall.hall.timezone)),
        common=settings.common,
        glass=glass,
        slot=kiosk.slot,
        spot=kiosk.spot,
        notices=settings.notices,
        kiosk=post,
    )
