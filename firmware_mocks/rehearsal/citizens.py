"""The people at the kiosks: they touch the screen, wait for the slip, tear it off and sit down."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from broker.domain.kiosks import Kiosk
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.opening import Opened, Say
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.screen import Lost, Screen

STEADY = 0.42  # seconds: a screen does not take the second tap of a double tap
HOME = "card-take"  # only on a kiosk's first page
_DEALT_WITH = (2, 5, 6)  # 居住证, 低保, 退休: of the sample's common words
TRIES = 3  # of somebody whom the kiosk sent back to its first page
_GROUPS = ("elderly", "disabled", "pregnant", "infant", "serviceman")


Way = Callable[["Citizens"], None]


@dataclass
class Citizens(Actor):
    """Everybody who comes to one kiosk, one after another."""

    hall: Opened
    kiosk: Kiosk
    screen: Screen
    dice: random.Random
    pictures: Path
    tell: Say
    been: int = 0  # how many have come and gone

    def come(self, ways: Iterator[Way]) -> None:
        """Until the hall closes. Somebody who does not get on begins anew, or is remembered."""
        for way in ways:
            if self.closing.is_set():
                return
            self.did(partial(way, self), TRIES)
            self.been += 1

    def gave_up(self, why: str, *, final: bool) -> None:
        """Go home; what will not be tried again leaves a picture."""
        super().gave_up(why, final=final)
        if final:
            with contextlib.suppress(NotDone):
                self.shot(f"trouble-{self.kiosk.id}-{len(self.troubles)}")
        self.go_home()

    def touch(self, name: str) -> None:
        """Touch what can be seen."""
        self.screen.touch(name)

    def see(self, name: str, picture: str = "") -> None:
        """Wait for something to be there; perhaps take a picture of the screen."""
        self.screen.see(name)
        if picture:
            time.sleep(0.25)  # until the screen has stopped moving
            self.shot(picture)

    def shot(self, picture: str) -> None:
        """Keep the screen as a picture."""
        self.screen.shot(self.pictures / f"{picture}.png")

    def paper(self, words: str) -> None:
        """Do something with the printer."""
        self.hall.bench.say(f"{self.kiosk.line}@1 {words}")

    def go_home(self) -> None:
        """Whatever is shown: back to the first screen, if it lets one."""
        time.sleep(STEADY)
        if not self.screen.tried("touch home"):
            time.sleep(1.0)

    def sit_down(self) -> None:
        """Tear the slip off and leave the kiosk to the next, if it has not gone home by itself."""
        self.paper("tear")
        with contextlib.suppress(Lost):
            self.touch("done")


def only_a_number(citizens: Citizens) -> None:
    """Two touches: 只要号, and one of the queues shown there."""
    citizens.touch("card-queues")
    time.sleep(STEADY)
    keys = list(citizens.hall.onlooker.queues)
    citizens.dice.shuffle(keys)
    if any(citizens.screen.tried(f"touch queue-{key}") for key in keys):
        _number(citizens)
    else:
        citizens.go_home()
        by_department(citizens)


def common_matter(citizens: Citizens) -> None:
    """One of the matters on the first screen that are dealt with here, and 取号."""
    citizens.touch(f"common-{citizens.dice.choice(_DEALT_WITH)}")
    _take(citizens)


def to_items(citizens: Citizens, card: str) -> None:
    """A department's items; all of them, where they are so many that it is asked how one begins."""
    citizens.touch(card)
    while (there := citizens.screen.first_of("item-1", "head-all", "head-1")) == "head-1":
        citizens.touch("next")
    if there == "head-all":
        citizens.touch(there)


def by_department(citizens: Citizens) -> None:
    """Department, item, number."""
    citizens.touch("card-take")
    to_items(citizens, f"dept-{_department(citizens)}")
    citizens.touch("item-1")
    _take(citizens)


def with_reason(citizens: Citizens) -> None:
    """Somebody who may be called earlier says so."""
    citizens.touch("card-take")
    to_items(citizens, f"dept-{_department(citizens)}")
    citizens.touch("item-2")
    citizens.touch(f"group-{citizens.dice.choice(_GROUPS)}")
    _take(citizens)


def _take(citizens: Citizens) -> None:
    citizens.touch("take")
    _number(citizens)


def _number(citizens: Citizens) -> None:
    if not waited(lambda: _has_number(citizens)):
        raise NotDone(f"{citizens.kiosk.id}: no number")
    citizens.sit_down()


def _has_number(citizens: Citizens) -> bool:
    if citizens.screen.sees("remembered"):  # the kiosk had not yet found its new paper
        citizens.touch("remembered")
    return citizens.screen.sees("last-word")


def _department(citizens: Citizens) -> str:
    """One of those whose windows have opened, so that people are called."""
    hall, windows = citizens.hall.settings.hall, citizens.hall.onlooker.windows
    open_queues = {
        key
        for window in hall.windows
        if window.number in windows and windows[window.number].clerk
        for key in window.queues
    }
    there = {queue.department for queue in hall.queues if queue.id in open_queues}
    first_page = sorted(there - {""})[:12] or [hall.departments[0].id]
    return citizens.dice.choice(first_page)
