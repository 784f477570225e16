"""A scripted morning: 8:00 to 11:30 in well under a minute, then a table and pictures."""

from __future__ import annotations

import itertools
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broker.commands import report
from broker.commands.audit import troubles
from broker.domain.hall import Role
from broker.ledger.figures import Figures, count
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.mosquitto import end_orphan
from broker.processes import Program
from broker.service.clock import HallClock
from broker.settings import Settings, load
from firmware_mocks.rehearsal import citizens as ways
from firmware_mocks.rehearsal import guided
from firmware_mocks.rehearsal.channel import Channel, NotDone
from firmware_mocks.rehearsal.citizens import Citizens
from firmware_mocks.rehearsal.clerks import ClerkPace, Clerks
from firmware_mocks.rehearsal.guide_desk import GuideDesk
from firmware_mocks.rehearsal.hurry import hurried
from firmware_mocks.rehearsal.opening import Opened, Play, Say, opened
from firmware_mocks.rehearsal.panel_clerk import PanelClerk

RATE = 350.0  # hall seconds in one real second: 8:00 to 11:30 in 36 s
_ARMED = 2.5  # real seconds an evaluator stays armed
_IDLE = 3.0  # real seconds until a kiosk asks whether somebody is there
_PEOPLE = 14  # clerks who clock in; the other windows stay closed today
_PACE = ClerkPace(walking=(0.25, 0.7), serving=(0.5, 1.8), pressing=(0.2, 1.2))
_ASKING = (0.05, 0.3)  # real seconds between two who ask at the guide desk
_PANEL = 1  # the window that works with a panel
_DESK_SCREEN = {"HALL_WINDOW": "1280x800+0+0"}  # no desk has the small screen that Qt dreams of
_SEED = 20261123
_STARTING = 2.0  # real seconds from the first process to a hall that is up

_OPENS, _LAST_NUMBER, _DOORS_CLOSE = (
    timedelta(minutes=30),
    timedelta(hours=3, minutes=5),
    timedelta(hours=3, minutes=30),
)

Way = Callable[[Citizens], None]


@dataclass
class Morning:
    """One play. `say` hears what a person would want to follow."""

    hall_file: Path
    run: Path
    out: Path
    say: Say
    dice: random.Random = field(default_factory=lambda: random.Random(_SEED))  # noqa: S311  # a play, no secret

    def play(self) -> tuple[Figures, list[str]]:
        """Play it; return the figures and every sentence about something that went wrong."""
        settings = self._prepare()
        begun = time.monotonic()
        with opened(self._play(settings), self.say, self._told) as hall:
            self.say(f"the hall is up after {time.monotonic() - begun:.1f} s")
            actors = _Actors(hall, self)
            actors.play()
            self._last_pictures(hall)
            found = actors.troubles()
        self.say(f"the hall is closed after {time.monotonic() - begun:.0f} s")
        return self._read(settings, found)

    def _prepare(self) -> Settings:
        end_orphan(self.run / "mosquitto")  # before its number is lost
        shutil.rmtree(self.run, ignore_errors=True)
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        file = hurried(self.hall_file, self.run / "hall", RATE, _ARMED, _IDLE)
        return load(file, self.run)

    def _play(self, settings: Settings) -> Play:
        table = settings.hall
        roles = [Program("kiosk", kiosk.id) for kiosk in table.kiosks]
        roles += [Program("guide", desk.id, _DESK_SCREEN) for desk in table.guide_desks[:1]]
        roles += [Program("panel", str(_PANEL)), Program("board")]
        self.begins = monday(ZoneInfo(table.hall.timezone), 8)
        clock = HallClock(self.begins, time.time() + _STARTING, RATE)
        return Play(settings.file, settings.run, clock, tuple(roles), bench=None)

    def _told(self, _event: dict[str, Any]) -> None:
        """The bench tells what every device does; the play needs none of it."""

    def _last_pictures(self, hall: Opened) -> None:
        self.say("taking the last pictures")
        hall.screens["board"].ask(f"shot {self.out / 'board.png'}", 12.0)
        hall.bench.ask(f"shot {self.out / 'devices'}", 30.0)

    @staticmethod
    def _read(settings: Settings, found: list[str]) -> tuple[Figures, list[str]]:
        rows = list(read(settings.run / "ledger.db"))
        return count(recorded(row) for row in rows), [*found, *troubles(rows)]


@dataclass
class _Actors:
    """Everybody on stage, each on a thread of their own."""

    hall: Opened
    morning: Morning

    def __post_init__(self) -> None:
        table, out, dice = self.hall.settings.hall, self.morning.out, self.morning.dice
        self.staff = [each for each in table.staff if each.role is Role.CLERK][:_PEOPLE]
        self.lost: list[str] = []
        by_hand = frozenset({_PANEL})
        self.clerks = Clerks(self.hall, _PACE, random.Random(dice.random()), by_hand)  # noqa: S311  # a play
        screen = self.hall.screens[f"panel {_PANEL}"]
        self.panel = PanelClerk(self.hall, _PANEL, self.staff[0], screen, out)
        self.desks = [
            GuideDesk(
                self.hall,
                desk,
                self.hall.screens[f"guide {desk.id}"],
                random.Random(dice.random()),  # noqa: S311  # a play
                _ASKING,
                out,
            )
            for desk in table.guide_desks[:1]
        ]
        self.visitors = [
            Citizens(self.hall, kiosk, self._kiosk(kiosk.id), random.Random(dice.random()), out)  # noqa: S311  # a play
            for kiosk in table.kiosks
        ]

    def play(self) -> None:
        """From the first punch to the last rating; whatever happens, everybody goes home."""
        try:
            staff = self._send(
                partial(self.clerks.clock_in, self.staff), self.clerks.work, self.panel.work
            )
            self._at(_OPENS, "8:30, the doors open")
            self._give_numbers()
            self._at(_DOORS_CLOSE, "11:30, the doors close; whoever waits is served")
            late = self._send(self._after_hours)
            self._serve_the_rest()
            _join([*staff, *late])
        finally:
            self._send_home()

    def _give_numbers(self) -> None:
        people = [partial(each.come, self._ways(place)) for place, each in enumerate(self.visitors)]
        queueing = self._send(*(each.work for each in self.desks), *people)
        self._incidents()
        self._at(_LAST_NUMBER, "11:05, the last numbers")
        for closing in (*(each.closing for each in self.desks), *self._leaving()):
            closing.set()
        _join(queueing)

    def _send(self, *parts: Callable[[], None]) -> list[threading.Thread]:
        threads = [threading.Thread(target=part, daemon=True) for part in parts]
        for thread in threads:
            thread.start()
        return threads

    def _send_home(self) -> None:
        desks = (each.closing for each in self.desks)
        for closing in (self.clerks.closing, self.panel.closing, *desks, *self._leaving()):
            closing.set()

    def _leaving(self) -> Iterator[threading.Event]:
        return (each.closing for each in self.visitors)

    def troubles(self) -> list[str]:
        """What did not go as written."""
        return [
            *self.lost,
            *self.panel.troubles,
            *itertools.chain(*(each.troubles for each in self.desks)),
            *itertools.chain(*(each.troubles for each in self.visitors)),
        ]

    def _incidents(self) -> None:
        """What a morning brings: a sign goes dark and comes back."""
        sign = self.hall.settings.hall.displays[2]
        self._at(timedelta(hours=1, minutes=20), f"window {sign.window}: its sign is unplugged")
        self.hall.bench.say(f"{sign.line}@{sign.address} unplug")
        self._at(timedelta(hours=2, minutes=5), f"window {sign.window}: its sign is back")
        self.hall.bench.say(f"{sign.line}@{sign.address} replug")
        self._at(timedelta(hours=2, minutes=35), "pictures of all signs at work")
        self._send(self._picture_signs)

    def _picture_signs(self) -> None:
        try:
            self.hall.bench.ask(f"shot {self.morning.out / 'at-work'}", 20.0)
        except NotDone as error:
            self.lost.append(str(error))

    def _serve_the_rest(self) -> None:
        """Until nobody waits whom an open window could call, at most some seconds."""
        windows = self.hall.onlooker.windows
        self.hall.onlooker.until(self._nobody_left, 6.0)
        self.hall.onlooker.until(
            lambda: all(each.rated or not each.finished_visit for each in windows.values()), 4.0
        )
        self.clerks.closing.set()
        self.panel.closing.set()

    def _nobody_left(self) -> bool:
        table, now = self.hall.settings.hall, self.hall.onlooker
        served = {
            key for each in table.windows if now.windows[each.number].clerk for key in each.queues
        }
        busy = any(each.ticket for each in now.windows.values())
        return not busy and not any(now.queues[key].waiting for key in served)

    def _after_hours(self) -> None:
        first = self.visitors[0]
        try:
            guided.too_late(first)
            guided.hesitating(first)
        except NotDone as error:
            first.troubles.append(str(error))

    def _ways(self, place: int) -> Iterator[Way]:
        """The guided visitors of each kiosk first, then everybody else."""
        first: tuple[tuple[Way, ...], ...] = (
            (guided.tour, guided.reading, guided.asking),
            (guided.foreigner, guided.elder, guided.no_paper),
        )
        usual = (ways.busiest, ways.busiest, ways.busiest, ways.by_department, ways.with_reason)
        yield from first[place] if place < len(first) else ()
        while True:
            yield self.visitors[place].dice.choice(usual)

    def _kiosk(self, key: str) -> Channel:
        return self.hall.screens[f"kiosk {key}"]

    def _at(self, since_begin: timedelta, sentence: str) -> None:
        """Wait for a moment of hall time, then say what it brings."""
        clock = self.hall.clock
        left = (self.morning.begins + since_begin - clock.now()).total_seconds()
        if left > 0:
            time.sleep(clock.real_seconds(left))
        self.morning.say(f"{sentence} · {self._standing()}")

    def _standing(self) -> str:
        queues = self.hall.onlooker.queues.values()
        windows = self.hall.onlooker.windows.values()
        issued, waiting = sum(q.issued for q in queues), sum(q.waiting for q in queues)
        served = sum(w.served_today for w in windows)
        signed = sum(bool(w.clerk) for w in windows)
        return f"{signed} windows, {issued} numbers, {waiting} waiting, {served} served"


def _join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def monday(zone: ZoneInfo, hour: int) -> datetime:
    """The last Monday (or today) at an hour of the hall's time."""
    today = datetime.now(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def table(figures: Figures) -> str:
    """The table at the end."""
    return report.text(figures)
