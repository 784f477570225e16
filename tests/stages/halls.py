"""A small invented hall, a hand-held clock and a ledger in memory, for many tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from broker.domain.appointments import Appointment
from broker.domain.clients import Client, ClientKind, Rights, clients
from broker.domain.hall import (
    Attendance,
    Building,
    Calling,
    Department,
    Display,
    EvaluatorPost,
    Hall,
    Member,
    Opening,
    PriorityClass,
    Queue,
    Role,
    Window,
    Zone,
)
from broker.domain.publishing import CatalogueFile
from broker.domain.requests import AnyRequest
from broker.service.clock_watch import ClockFound, ClockWatch
from broker.settings import Settings
from broker.settings.appointments import load_appointments

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 09:00 in the hall

_ids = itertools.count(1)


def request_id() -> str:
    """A fresh id, readable in failures."""
    return f"request-{next(_ids):06d}"


def small_hall(**changes: Any) -> Hall:
    """Two queues, three windows (1: A, 2: A and B, 3: B), three clerks and a leader; invented."""
    tables: dict[str, Any] = {
        "hall": Building(id="test", name="测试大厅", name_en="Test Hall"),
        "hours": Opening(
            weekdays=(1, 2, 3, 4, 5), sessions=(("08:30", "11:30"), ("13:30", "17:00"))
        ),
        "catalogue": CatalogueFile(file="catalogue.csv"),
        "calling": Calling(
            rates={PriorityClass.ELDERLY: 2.0, PriorityClass.GREEN: 3.0},
            require_on_duty=False,
        ),
        "attendance": Attendance(),
        "zones": (Zone(id="main", name="主区", name_en="Main"),),
        "departments": (Department(id="dept", name="测试局", name_en="Test Bureau"),),
        "queues": (
            Queue(id="qa", prefix="A", name="甲", name_en="Alpha", department="dept"),
            Queue(id="qb", prefix="B", name="乙", name_en="Beta", department="dept", match=("乙",)),
        ),
        "windows": (
            Window(number=1, zone="main", name="一", name_en="One", queues=("qa",)),
            Window(number=2, zone="main", name="二", name_en="Two", queues=("qa", "qb")),
            Window(number=3, zone="main", name="三", name_en="Three", queues=("qb",)),
        ),
        "displays": tuple(Display(window=n, line="signs", address=n) for n in (1, 2, 3)),
        "evaluators": tuple(EvaluatorPost(window=n, line="counters", address=n) for n in (1, 2, 3)),
        "staff": (
            Member(id="101", name="测试甲", role=Role.CLERK, slot=1),
            Member(id="102", name="测试乙", role=Role.CLERK, slot=2),
            Member(id="103", name="测试丙", role=Role.CLERK, slot=3),
            Member(id="900", name="测试班长", role=Role.DUTY_LEADER),
            Member(id="901", name="测试督查", role=Role.SUPERVISOR),
        ),
    }
    return Hall(**{**tables, **changes})


@dataclass
class HandClock:
    """Hall time that moves only when told."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def real_seconds(self, hall_seconds: float) -> float:
        return hall_seconds


class EvenClock(ClockWatch):
    """Hall time that a test moves by hand is no jump, but where clocks are what is tested."""

    def __init__(self) -> None:
        super().__init__(HandClock().real_seconds)

    def look(self, now: datetime, last: datetime | None, loop: float) -> ClockFound | None:  # noqa: ARG002  # all is well
        return None


def sample_appointments(settings: Settings) -> tuple[Appointment, ...]:
    """What the ledger of a sample hall reads as it starts."""
    file = settings.file.parent / settings.hall.appointments.file
    return load_appointments(file, settings.hall, settings.queues_of_item()).appointments


class OpenDoor(Rights):
    """Whoever is no client of the hall, as the hand of a test, may ask for everything; what a
    program of the hall asks for is held against its rights."""

    def __init__(self, hall: Hall) -> None:
        beside = (Client("kiosk-1", ClientKind.KIOSK), Client("guide-1", ClientKind.GUIDE_DESK))
        known = (*beside, *clients(hall))  # halls of tests often lack the screens that they play
        self._programs = {each.name for each in known} - {"ledger"}
        super().__init__(known)

    def check(self, name: str, request: AnyRequest) -> None:
        """Nobody is turned away who belongs to the test."""
        if name in self._programs:
            super().check(name, request)
