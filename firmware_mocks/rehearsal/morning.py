"""A scripted morning: 8:00 to 11:30 in about a minute, then its figures, an audit, and pictures."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broker.commands import report
from broker.commands.audit import holds
from broker.ledger.figures import Figures, count
from broker.ledger.inspection import Inspection
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.mosquitto import end_orphan
from broker.processes import Program
from broker.settings import Settings, load
from firmware_mocks.rehearsal.cast import PANEL, Cast
from firmware_mocks.rehearsal.hours import Hours
from firmware_mocks.rehearsal.hurry import hurried
from firmware_mocks.rehearsal.opening import Opened, Play, Say, opened
from firmware_mocks.rehearsal.readers import with_usb_reader
from firmware_mocks.rehearsal.script import Script

RATE = 350.0  # hall seconds in one real second: 8:00 to 11:30 in 36 s, where nobody is waited for
_ARMED = 4.0  # real seconds an evaluator stays armed
_IDLE = 6.0  # real seconds until a kiosk asks whether somebody is there
_DESK_SCREEN = {"HALL_WINDOW": "1280x800+0+0"}  # no desk has the small screen that Qt dreams of
_READER_SCREEN = {"HALL_WINDOW": "1024x600+0+0"}
_SEED = 20261123


@dataclass(frozen=True)
class Played:
    """What a morning left: its figures, the audit of its ledger, and what was not as written."""

    figures: Figures
    audit: str
    found: list[str]


@dataclass
class Morning:
    """One play. `say` hears what a person would want to follow."""

    hall_file: Path
    run: Path
    out: Path
    say: Say
    dice: random.Random = field(default_factory=lambda: random.Random(_SEED))  # noqa: S311  # a play, no secret

    def play(self) -> Played:
        """Play it. Raises `NotDone` where the hall does not come up."""
        settings = self._prepare()
        zone = ZoneInfo(settings.hall.hall.timezone)
        hours = Hours(monday(zone, 8), settings.run / "clock", RATE)
        begun = time.monotonic()
        with opened(self._play(settings, hours), self.say, self._told) as hall:
            self.say(f"the hall is up after {time.monotonic() - begun:.1f} s")
            cast = Cast(hall, self.out, self.dice, self.say)
            script = Script(hall, cast, hours, self.out, self.say)
            script.play()
            self._last_pictures(hall)
        self.say(f"the hall is closed after {time.monotonic() - begun:.0f} s")
        return self._read(settings, [*script.lost, *cast.troubles(), *hall.faults])

    def _prepare(self) -> Settings:
        end_orphan(self.run / "mosquitto")  # before its number is lost
        shutil.rmtree(self.run, ignore_errors=True)
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        file = hurried(self.hall_file, self.run / "hall", RATE, _ARMED, _IDLE)
        with_usb_reader(file, self.say)
        return load(file, self.run)

    def _play(self, settings: Settings, hours: Hours) -> Play:
        table = settings.hall
        roles = [Program("kiosk", kiosk.id) for kiosk in table.kiosks]
        roles += [Program("guide", desk.id, _DESK_SCREEN) for desk in table.guide_desks[:1]]
        for post in table.clock_ins[:1]:
            roles += [
                Program("clock-in", post.id),
                Program("enrolment", post.reader, _READER_SCREEN),
            ]
        roles += [Program("panel", str(PANEL)), Program("board")]
        return Play(settings.file, settings.run, hours.clock, tuple(roles), bench=None)

    def _told(self, _event: dict[str, Any]) -> None:
        """The bench tells what every device does; the play needs none of it."""

    def _last_pictures(self, hall: Opened) -> None:
        self.say("taking the last pictures")
        hall.screens["board"].ask(f"shot {self.out / 'board.png'}")
        hall.bench.ask(f"shot {self.out / 'devices'}")

    @staticmethod
    def _read(settings: Settings, found: list[str]) -> Played:
        rows = list(read(settings.run / "ledger.db"))
        inspection = Inspection()
        wrong = list(inspection.troubles(rows))
        audit = "; ".join(wrong) or holds(inspection)
        return Played(count(recorded(row) for row in rows), audit, [*found, *wrong])


def monday(zone: ZoneInfo, hour: int) -> datetime:
    """The last Monday (or today) at an hour of the hall's time."""
    today = datetime.now(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def table(figures: Figures) -> str:
    """The table at the end."""
    return report.text(figures)
