"""Everybody who plays in the morning, each on a thread of their own."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Role
from firmware_mocks.rehearsal import citizens as ways
from firmware_mocks.rehearsal import guided
from firmware_mocks.rehearsal.at_the_desk import AtTheDesk
from firmware_mocks.rehearsal.citizens import Citizens, Way
from firmware_mocks.rehearsal.clerks import ClerkPace, Clerks
from firmware_mocks.rehearsal.clock_in import FirstPunches
from firmware_mocks.rehearsal.forgotten import Forgotten
from firmware_mocks.rehearsal.guide_desk import STEADY, GuideDesk
from firmware_mocks.rehearsal.opening import Opened, Say
from firmware_mocks.rehearsal.panel_clerk import PanelClerk
from firmware_mocks.rehearsal.screen import Screen

PANEL = 1  # the window that works with a panel
_PEOPLE = 14  # clerks who clock in; the other windows stay closed today
_PACE = ClerkPace(walking=(0.25, 0.7), serving=(0.5, 1.8), pressing=(0.2, 1.2))
_ASKING = (0.05, 0.3)  # real seconds between two who ask at the guide desk
_GUIDED: tuple[tuple[Way, ...], ...] = (
    (guided.tour, guided.reading, guided.asking),
    (guided.foreigner, guided.elder, guided.no_paper),
)
_USUAL = (
    ways.only_a_number,
    ways.only_a_number,
    ways.common_matter,
    ways.by_department,
    ways.with_reason,
)


class Cast:
    """Clerks, the guide, and whoever comes to the kiosks."""

    def __init__(self, hall: Opened, out: Path, dice: random.Random, say: Say) -> None:
        table = hall.settings.hall
        self._everybody = table.staff
        self.staff = [each for each in table.staff if each.role is Role.CLERK][:_PEOPLE]
        self.clerks = Clerks(hall, _PACE, _own(dice), frozenset({PANEL}))
        panel = Screen(hall.screens[f"panel {PANEL}"])
        self.panel = PanelClerk(hall, PANEL, self.staff[0], panel, out)
        self.desks = [
            GuideDesk(hall, desk, _desk(hall, desk.id), _own(dice), _ASKING, out)
            for desk in table.guide_desks[:1]
        ]
        self.first = [
            FirstPunches(hall, post, Screen(hall.screens[f"clock-in {post.id}"]), out, say)
            for post in table.clock_ins[:1]
        ]
        self.late = [
            AtTheDesk(*_at_reader(hall, post), out, say, hall.pins) for post in table.clock_ins[:1]
        ]
        self.forgotten = Forgotten(hall, self.clerks, say)
        self.visitors = [
            Citizens(hall, each, _kiosk(hall, each.id), _own(dice), out, say)
            for each in table.kiosks
        ]

    def go_to_work(self) -> list[threading.Thread]:
        """Clock in, sign in, and call until everybody is sent home."""
        return sent(self._clock_in, self.clerks.work, self.panel.work)

    def _clock_in(self) -> None:
        """The first of them shows what the screen beside the reader says; the last forgets it."""
        *punctual, forgetful = self.staff
        for each in self.first:
            each.show(self.staff[0])
        self.clerks.clock_in(punctual)
        self.forgotten.show(forgetful)

    def come(self) -> list[threading.Thread]:
        """People at the kiosks and at the guide desk, until there are no more numbers."""
        people = [
            partial(each.come, _ways(place, each)) for place, each in enumerate(self.visitors)
        ]
        return sent(*(each.work for each in self.desks), *people, self._come_late)

    def _come_late(self) -> None:
        """The duty leader, who then sits at the desk with somebody who does not work today."""
        leader = next(each for each in self._everybody if each.role is Role.DUTY_LEADER)
        away = [each for each in self._everybody if each.role is Role.CLERK][_PEOPLE:]
        for each in self.late:
            each.show(leader, away[0])

    def left_to_show(self) -> tuple[int, ...]:
        """How many guided ways and errands are not done yet, kiosk by kiosk and desk by desk."""
        guided_ways = zip(_GUIDED, self.visitors, strict=False)
        return (
            *(max(0, len(each) - visitors.been) for each, visitors in guided_ways),
            *(desk.left for desk in self.desks),
            *(each.left for each in self.late),
        )

    def come_too_late(self) -> None:
        """Somebody comes after the doors have closed, and somebody forgets the time."""
        first = self.visitors[0]
        for way in (guided.too_late, guided.hesitating):
            first.did(partial(way, first), ways.TRIES)

    def stop_coming(self) -> None:
        """No more numbers."""
        for closing in (*(each.closing for each in self.desks), *self._leaving()):
            closing.set()

    def go_home(self) -> None:
        """Everybody."""
        self.clerks.closing.set()
        self.panel.closing.set()
        self.stop_coming()

    def troubles(self) -> list[str]:
        """What did not go as written."""
        return [
            *self.panel.troubles,
            *self.forgotten.troubles,
            *itertools.chain(*(each.troubles for each in (*self.first, *self.late))),
            *itertools.chain(*(each.troubles for each in self.desks)),
            *itertools.chain(*(each.troubles for each in self.visitors)),
        ]

    def _leaving(self) -> Iterator[threading.Event]:
        return (each.closing for each in self.visitors)


def sent(*parts: Callable[[], None]) -> list[threading.Thread]:
    """A thread for each part, under way."""
    threads = [threading.Thread(target=part, daemon=True) for part in parts]
    for thread in threads:
        thread.start()
    return threads


def joined(threads: list[threading.Thread]) -> None:
    """Wait for all of them to come to an end."""
    for thread in threads:
        thread.join()


def _ways(place: int, visitors: Citizens) -> Iterator[Way]:
    """The guided visitors of each kiosk first, then everybody else."""
    yield from _GUIDED[place] if place < len(_GUIDED) else ()
    while True:
        yield visitors.dice.choice(_USUAL)


def _kiosk(hall: Opened, key: str) -> Screen:
    return Screen(hall.screens[f"kiosk {key}"], ways.STEADY, ways.HOME)


def _desk(hall: Opened, key: str) -> Screen:
    return Screen(hall.screens[f"guide {key}"], STEADY)


def _at_reader(hall: Opened, post: ClockInPost) -> tuple[Screen, Screen]:
    """The clock-in screen, and the desk of its reader."""
    titles = f"clock-in {post.id}", f"enrolment {post.reader}"
    clock_in, desk = (Screen(hall.screens[title], ways.STEADY) for title in titles)
    return clock_in, desk


def _own(dice: random.Random) -> random.Random:
    return random.Random(dice.random())  # noqa: S311  # a play, no secret
