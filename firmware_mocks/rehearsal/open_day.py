"""A hall that stays open to be touched: windows on the screen, clerks who come to work."""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broker.domain.hall import Role
from broker.mosquitto import end_orphan
from broker.processes import Program
from broker.service.clock import HallClock
from broker.settings import load
from firmware_mocks.rehearsal.arrangement import arranged, desktop
from firmware_mocks.rehearsal.clerks import ClerkPace, Clerks
from firmware_mocks.rehearsal.guide_desk import STEADY, GuideDesk
from firmware_mocks.rehearsal.hurry import copied
from firmware_mocks.rehearsal.morning import monday
from firmware_mocks.rehearsal.opening import Opened, Play, Say, opened
from firmware_mocks.rehearsal.readers import with_usb_reader
from firmware_mocks.rehearsal.screen import Screen

_PANEL = 1  # the window that is left to whoever sits at the screen
_ASKING = (4.0, 12.0)  # seconds between two who ask at the guide desk, so that the hall lives
_PACE = ClerkPace(walking=(4.0, 9.0), serving=(15.0, 40.0), pressing=(2.0, 12.0))
_UNSEEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
_WINDOW = "HALL_WINDOW"  # of a screen's program: an ordinary window, there


@dataclass
class OpenDay:
    """Opens the sample hall at nine on a working day and keeps it open until Ctrl-C or until its
    kiosk is closed. Every window but the first is staffed; that one is yours."""

    hall_file: Path
    run: Path
    say: Say

    def play(self) -> None:
        """Open, explain, wait, close."""
        end_orphan(self.run / "mosquitto")  # before its number is lost
        shutil.rmtree(self.run, ignore_errors=True)
        file = copied(self.hall_file, self.run / "hall")
        with_usb_reader(file, self.say)
        settings = load(file, self.run)
        begins = monday(ZoneInfo(settings.hall.hall.timezone), 9)
        places = arranged(desktop())
        roles = (
            Program("kiosk", settings.hall.kiosks[0].id, {_WINDOW: str(places.kiosk)}),
            Program("panel", str(_PANEL), {_WINDOW: str(places.panel)}),
            Program("board", "", {_WINDOW: str(places.board)}),
            *(Program("guide", desk.id, _UNSEEN) for desk in settings.hall.guide_desks[:1]),
            *(
                Program("clock-in", post.id, {_WINDOW: str(places.clock_in)})
                for post in settings.hall.clock_ins[:1]
            ),
        )
        clock = HallClock(begins, time.time())
        play = Play(file, self.run, clock, roles, bench=places.bench)
        ending = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ending.set())
        with opened(play, self.say, self._told) as hall:
            self._live(hall, ending)
        for fault in hall.faults:
            self.say(fault)

    def _live(self, hall: Opened, ending: threading.Event) -> None:
        staff = [each for each in hall.settings.hall.staff if each.role is Role.CLERK]
        dice = random.Random()  # noqa: S311  # a play
        clerks = Clerks(hall, _PACE, dice, frozenset({_PANEL}))
        desks = [
            GuideDesk(hall, desk, Screen(hall.screens[f"guide {desk.id}"], STEADY), dice, _ASKING)
            for desk in hall.settings.hall.guide_desks[:1]
        ]
        parts = [
            threading.Thread(target=clerks.clock_in, args=(staff,), name="clock-in"),
            threading.Thread(target=clerks.work, name="clerks"),
            *(threading.Thread(target=desk.work, name="guide desk") for desk in desks),
        ]
        for part in parts:
            part.start()
        first, pin = staff[0], hall.pins[staff[0].id]
        self.say("the hall is up. Touch the kiosk, take a number, and watch the board and signs.")
        self.say(f"the panel is window {_PANEL}: sign in with {first.id} and PIN {pin}.")
        self.say("on the bench you press evaluators, lay fingers, tear paper, pull plugs.")
        self.say("Ctrl-C closes the hall.")
        ending.wait()
        for closing in (clerks.closing, *(each.closing for each in desks)):
            closing.set()
        for part in parts:
            part.join()

    def _told(self, _event: dict[str, Any]) -> None:
        """Whoever looks at the bench sees it."""
