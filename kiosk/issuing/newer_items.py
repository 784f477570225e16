"""A screen takes a new catalogue, and a new table of common words, while it runs.

The ledger knows a new catalogue first (`broker.ledger.catalogue_watch`); a kiosk offers it when the
ledger has said so, its own copy of the file is the same, and nobody stands before it. The table of
words is the kiosk's alone: it is taken as soon as nobody does. Files are read beside the screen's
thread; what cannot be used changes nothing, and staff are told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from broker.domain.alerts import AlertCode
from broker.domain.hall import Hall
from broker.settings import Settings
from broker.settings.item_files import ItemsAnew, ItemsOf, Stamps, read_anew, stamps

EVERY = 10.0  # seconds between two looks
PATIENCE = 60.0  # seconds in which whoever is behind may come up, before staff are told
DAMAGED, DIFFERENT, A_ROW = "catalogue-damaged", "catalogue-different", "rows-left-out"


class ItemsSeen(NamedTuple):
    """What lies beside hall.toml now; `anew` is None where it is what was read before."""

    stamps: Stamps
    anew: ItemsAnew | None
    samples: dict[str, str]


Aside = Callable[[Callable[[], ItemsSeen], Callable[[ItemsSeen], None], str], object]


def pictures(folder: Path) -> dict[str, str]:
    """What lies beside the catalogue as pictures of materials: the addresses, by name."""
    return {each.name: each.resolve().as_uri() for each in folder.glob("*.*") if each.is_file()}


def sound_pictures(folder: Path) -> dict[str, str]:
    """Those of them that are whole, and drawn in a moment. Reads each."""
    from broker.settings.picture_files import picture_errors  # no XML before the first frame

    wrong = {Path(each.file).name for each in picture_errors(folder.glob("*.*"))}
    return {name: at for name, at in pictures(folder).items() if name not in wrong}


class NewerItems:
    """What this kiosk offers, and what it will offer next. `aside` has work done beside the
    screen's thread; `complain` tells staff of a trouble, or ("") of its end, of the table of common
    words as `words`; None: this screen has no use for them."""

    def __init__(
        self,
        settings: Settings,
        seconds: Callable[[], float],
        aside: Aside,
        complain: Callable[[AlertCode, str], None],
        words: AlertCode | None = None,
    ) -> None:
        self._words = words
        self._hall, self._folder = settings.hall, settings.file.parent
        self._seconds, self._aside, self._complain = seconds, aside, complain
        self.offered = ItemsOf(settings.catalogue, settings.items, settings.common)
        self.samples = pictures(self._folder / "samples")  # judged at the first look
        self._ledger = ""  # the catalogue that the ledger knows; "" until it has said so
        self._behind_since: float | None = None
        self._stamps: Stamps | None = None
        self._next = self.offered
        self._looking = False
        self._due = 0.0

    def heard(self, catalogue: str) -> None:
        """The ledger knows this one."""
        self._ledger = catalogue

    def look(self) -> None:
        """See whether there is anything new; once in `EVERY` seconds at most."""
        now = self._seconds()
        if now < self._due or self._looking:
            return
        self._due, self._looking = now + EVERY, True
        self._judge(now)
        self._aside(self._work(self._hall, self._folder), self._found, "catalogue")

    def take(self) -> bool:
        """Nobody stands before the kiosk: whether it offers something else from now on."""
        ready = self._next.catalogue in (self.offered.catalogue, self._ledger)
        if self._next is self.offered or not ready:
            return False
        self.offered = self._next
        return True

    def _work(self, hall: Hall, folder: Path) -> Callable[[], ItemsSeen]:
        last, known = self._stamps, self._next

        def work() -> ItemsSeen:
            seen = stamps(hall, folder)
            if seen == last:
                return ItemsSeen(seen, None, {})
            return ItemsSeen(
                seen, read_anew(hall, folder, known), sound_pictures(folder / "samples")
            )

        return work

    def _found(self, found: ItemsSeen) -> None:
        self._looking = False
        self._stamps, anew, samples = found
        if anew is None:
            return
        self.samples = samples
        if anew.now != self._next:
            self._next = anew.now
        if self._words is not None:
            self._complain(self._words, A_ROW if anew.damaged else "")
        self._complain(AlertCode.CATALOGUE, DAMAGED if anew.trouble else "")

    def _judge(self, now: float) -> None:
        """Tell staff where ledger and kiosk are of two minds for longer than it takes to follow."""
        if self._ledger in ("", self._next.catalogue):
            if self._behind_since is not None:
                self._complain(AlertCode.CATALOGUE, "")
            self._behind_since = None
            return
        if self._behind_since is None:
            self._behind_since = now
        if now - self._behind_since >= PATIENCE:
            self._complain(AlertCode.CATALOGUE, DIFFERENT)
