"""The people at the kiosks: they touch the screen, wait for the slip, tear it off and sit down."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from broker.domain.hall import Kiosk
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import Channel, NotDone
from firmware_mocks.rehearsal.opening import Opened

_STEADY = 0.42  # seconds: a screen does not take the second tap of a double tap
_SLIP = 15.0  # seconds: longer than a kiosk waits for its printer
_GROUPS = ("elderly", "disabled", "pregnant", "infant", "serviceman")


@dataclass
class Citizens(Actor):
    """Everybody who comes to one kiosk, one after another."""

    hall: Opened
    kiosk: Kiosk
    screen: Channel
    dice: random.Random
    pictures: Path

    def come(self, ways: Iterator[Callable[[Citizens], None]]) -> None:
        """Until the hall closes. Somebody who does not get on goes home and is remembered."""
        for way in ways:
            if self.closing.is_set():
                return
            if not self.did(partial(way, self)):
                with contextlib.suppress(NotDone):
                    self.shot(f"trouble-{self.kiosk.id}-{len(self.troubles)}")
                self.go_home()

    def touch(self, name: str) -> None:
        """Touch what can be seen; the eyes need a moment first."""
        self.screen.ask(f"wait {name} 8", 12.0)
        time.sleep(_STEADY)
        self.screen.ask(f"touch {name} 8", 12.0)

    def see(self, name: str, picture: str = "") -> None:
        """Wait for something to be there; perhaps take a picture of the screen."""
        self.screen.ask(f"wait {name} 8", 12.0)
        if picture:
            time.sleep(0.25)  # until the screen has stopped moving
            self.shot(picture)

    def shot(self, picture: str) -> None:
        """Keep the screen as a picture."""
        self.screen.ask(f"shot {self.pictures / f'{picture}.png'}", 12.0)

    def paper(self, words: str) -> None:
        """Do something with the printer."""
        self.hall.bench.say(f"{self.kiosk.line}@1 {words}")

    def go_home(self) -> None:
        """Whatever is shown: back to the first screen, if it lets one."""
        time.sleep(_STEADY)
        try:
            self.screen.ask("touch home")
        except NotDone:
            time.sleep(1.0)

    def sit_down(self) -> None:
        """Tear the slip off and leave the kiosk to the next."""
        self.paper("tear")
        self.touch("done")


def busiest(citizens: Citizens) -> None:
    """Straight from the first screen to one of the queues shown there, if it stays there: the
    six busiest change under one's finger."""
    citizens.see("card-take")
    time.sleep(_STEADY)
    keys = list(citizens.hall.onlooker.queues)
    citizens.dice.shuffle(keys)
    if any(_touched(citizens.screen, key) for key in keys):
        _take(citizens)
    else:
        by_department(citizens)


def by_department(citizens: Citizens) -> None:
    """Department, item, number."""
    citizens.touch("card-take")
    citizens.touch(f"dept-{_department(citizens)}")
    citizens.touch("item-1")
    _take(citizens)


def with_reason(citizens: Citizens) -> None:
    """Somebody who may be called earlier says so."""
    citizens.touch("card-take")
    citizens.touch(f"dept-{_department(citizens)}")
    citizens.touch("item-2")
    citizens.touch(f"group-{citizens.dice.choice(_GROUPS)}")
    _take(citizens)


def _take(citizens: Citizens) -> None:
    citizens.touch("take")
    until = time.monotonic() + _SLIP
    while not _seen(citizens.screen, "last-word"):
        if _seen(citizens.screen, "remembered"):  # the kiosk had not yet found its new paper
            citizens.touch("remembered")
        elif time.monotonic() > until:
            raise NotDone(f"{citizens.kiosk.id}: no number after {_SLIP:.0f} s")
        time.sleep(0.05)
    citizens.sit_down()


def _department(citizens: Citizens) -> str:
    """One of those whose windows have opened, so that people are called."""
    hall, windows = citizens.hall.settings.hall, citizens.hall.onlooker.windows
    open_queues = {
        key
        for window in hall.windows
        if window.number in windows and windows[window.number].clerk
        for key in window.queues
    }
    there = sorted({queue.department for queue in hall.queues if queue.id in open_queues})
    first_page = there[:12] or [hall.departments[0].id]
    return citizens.dice.choice(first_page)


def _seen(screen: Channel, name: str) -> bool:
    return _went(screen, f"wait {name} 0.01")


def _touched(screen: Channel, queue: str) -> bool:
    return _went(screen, f"touch queue-{queue}")


def _went(screen: Channel, command: str) -> bool:
    try:
        screen.ask(command)
    except NotDone:
        return False
    return True
