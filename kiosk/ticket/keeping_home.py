"""Home of the coming days, written down for the next start of this kiosk; see `kept_home`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kiosk import words
from kiosk.qt.qml_host import plain
from kiosk.ticket import kept_home
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.coming_home import ComingHome, coming_home
from kiosk.ticket.home_pages import KeptHome, Shown
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import HOME, PLAIN
from kiosk.ticket.worldview import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broker.domain.catalogue import Item
    from broker.domain.kiosks import Kiosk
    from broker.domain.notices import Notice
    from broker.settings import Settings
    from kiosk.qt.runner import QtRunner


class HomeKeeper:
    """Keeps home of the kiosk `post`, beside the screen's thread.

    `begun`: when this program began to read its files, in seconds since 1970. Nothing is kept where
    one of them was changed since: nobody knows whether it was read before or after that. A copy
    that carries an older date does not hide it, for what counts is when the file changed here.
    """

    def __init__(self, settings: Settings, post: Kiosk, runner: QtRunner, begun: float) -> None:
        self._settings, self._post, self._runner = settings, post, runner
        self._begun = int(begun * 1e9)

    def keep(self, now: Scene, items: Sequence[Item], notices: tuple[Notice, ...]) -> None:
        """Keep what follows from where this kiosk stands `now` and all the items and notices that
        there are, valid or not; nothing of the visitor or of the bus."""
        there = Scene(
            hall=now.hall,
            catalogue=Catalogue(now.hall, items),
            world=World(),
            screen=HOME,
            comfort=PLAIN,
            seconds=now.seconds,
            local=now.local,
            common=now.common,
            glass=now.glass,
            slot=now.slot,
            spot=now.spot,
            notices=notices,
            kiosk=now.kiosk,
        )
        self._runner.aside(partial(coming_home, there), self._made, "home")

    def _made(self, coming: ComingHome) -> None:
        """On the screen's thread: only there one can ask what its fonts can draw."""
        looks = tuple(cast("Shown", plain(each)) for each in coming.looks)
        self._runner.aside(partial(self._write, looks, coming), lambda _none: None, "home")

    def _write(self, looks: tuple[Shown, ...], coming: ComingHome) -> None:
        made_of = tuple(map(kept_home.seen, self._files()))
        program = kept_home.program_seen()
        if any(each.changed >= self._begun for each in (*made_of, program)):
            return
        hall = self._settings.hall
        of_hall = (hall.hall.name, hall.kiosk.px_per_mm, words.for_screen())
        kept = KeptHome(made_of, program, *of_hall, looks, coming.hours)
        kept_home.keep(self._settings.run, self._post.id, kept)

    def _files(self) -> tuple[Path, ...]:
        """What home follows from: hall.toml first."""
        hall, folder = self._settings.hall, self._settings.file.parent
        named = (hall.catalogue.file, hall.catalogue.common, hall.notices.file)
        return (self._settings.file, *(folder / each for each in named if each))
