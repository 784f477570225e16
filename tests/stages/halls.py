"""A small invented hall, a hand-held clock and a ledger in memory, for many tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from broker.bus.base import Unanswered
from broker.bus.local import LocalBroker, LocalBus
from broker.domain.hall import (
    Attendance,
    Building,
    Calling,
    CatalogueFile,
    Department,
    Hall,
    Member,
    Opening,
    PriorityClass,
    Queue,
    Role,
    Window,
    Zone,
)
from broker.domain.requests import Answer, AnyRequest, Granted
from broker.ledger.service import Ledger
from broker.ledger.store import Store
from broker.service.life import Service
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.topics import Topics

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


@dataclass
class Desk:
    """A ledger on a file, its loop stepped by hand, and a client that asks."""

    folder: Path
    hall: Hall = field(default_factory=small_hall)
    clock: HandClock = field(default_factory=HandClock)
    broker: LocalBroker = field(default_factory=LocalBroker)

    def __post_init__(self) -> None:
        self.settings = Settings(self.hall, Path("hall.toml"), self.folder, ())
        self.open()

    def open(self) -> None:
        """Start the ledger, as after a boot."""
        self.runner = Runner()
        self.bus = LocalBus(self.runner.post, self.broker)
        self.topics = Topics(self.hall.hall.id)
        self.service = Service(
            self.settings,
            "ledger",
            self.runner,
            self.bus,
            self.topics,
            self.clock,
        )
        self.ledger = Ledger(self.service, lambda: Store(self.folder / "ledger.db"))
        self.bus.start()
        self.settle()

    def reopen(self) -> None:
        """End the ledger and start it anew on the same file."""
        self.close()
        self.open()

    def close(self) -> None:
        self.ledger.close()

    def settle(self) -> None:
        """Handle everything that waits, states included."""
        for _ in range(4):
            self.runner.step(0.03)

    def ask_all(self, *requests: AnyRequest) -> list[Answer]:
        """Ask several at once: they share one commit."""
        heard: list[Answer] = []

        def hear(answer: Answer | Unanswered) -> None:
            assert not isinstance(answer, Unanswered)
            heard.append(answer)

        for each in requests:
            self.bus.ask(each, hear)
        for _ in range(10 + 3 * len(requests)):
            if len(heard) == len(requests):
                break
            self.runner.step(0.05)
        return heard

    def ask(self, request: AnyRequest) -> Answer:
        """Ask and hear the answer."""
        (answer,) = self.ask_all(request)
        return answer

    def make(self, kind: type[Any], **fields: Any) -> Any:
        """A request of now, with a fresh id."""
        words = {"id": request_id(), "at": self.clock.now(), "source": "test", **fields}
        return kind(**words)

    def do(self, kind: type[Any], **fields: Any) -> Granted:
        """Ask what must be granted."""
        answer = self.ask(self.make(kind, **fields))
        assert isinstance(answer, Granted), answer
        return answer
