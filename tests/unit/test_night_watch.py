"""How last night went, as the ledger tells it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreKnown
from broker.ledger.night_watch import watch_night
from broker.ledger.outcomes import FILE, Outcome, Outcomes, note, recall
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import MORNING
from tests.stages.memory import MemoryHall

WELL = Outcome(MORNING)


class Watched(MemoryHall):
    """A ledger's watch, and what it has said."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.runner = Runner()
        service = self.join("ledger", self.runner)
        self.watch = watch_night(service)
        service.bus.start()
        self.seconds = self.runner.clock()

    def alerts(self) -> dict[AlertCode, Alert]:
        """After a look."""
        self.seconds += 10
        self.watch.tick(self.seconds)
        self.runner.step(0.01)
        topics = {code: self.topics.alert(Kind.SERVICE, "ledger", code) for code in AlertCode}
        return {
            code: self.retained(topic, Alert)
            for code, topic in topics.items()
            if topic in self.broker.retained
        }


@pytest.fixture
def hall(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_a_hall_without_backups_is_well(hall: Watched) -> None:
    assert hall.alerts() == {}


def test_a_backup_that_failed_is_told_until_one_goes_well(hall: Watched) -> None:
    note(hall.folder, Outcomes(Outcome(MORNING, "the disk is full"), WELL, MORNING))
    (alert,) = hall.alerts().values()
    assert alert.code == AlertCode.BACKUP
    assert alert.zh == "台账备份失败：the disk is full"
    assert hall.alerts() == {AlertCode.BACKUP: alert}
    note(hall.folder, Outcomes(WELL, WELL, MORNING))
    assert hall.alerts() == {}


def test_a_finding_is_told_until_the_next_good_audit(hall: Watched) -> None:
    note(hall.folder, Outcomes(WELL, Outcome(MORNING, "fact 2 is missing"), MORNING))
    (alert,) = hall.alerts().values()
    assert alert.code == AlertCode.AUDIT
    assert "fact 2 is missing" in alert.en
    assert AlertCode.AUDIT in Watched(hall.folder, broker=hall.broker).alerts(), "a new ledger too"
    note(hall.folder, Outcomes(WELL, WELL, MORNING))
    assert hall.alerts() == {}


@pytest.mark.parametrize(("days", "told"), [(1, False), (2, False), (4, True)])
def test_a_timer_that_nobody_enabled_again_is_told(days: int, told: bool, hall: Watched) -> None:
    note(hall.folder, Outcomes(WELL, WELL, MORNING))
    hall.clock.pass_by(timedelta(days=days).total_seconds())
    assert (AlertCode.BACKUP in hall.alerts()) is told


@pytest.mark.parametrize("text", ["", "{", '{"backup": 3}', "[]"])
def test_a_file_that_cannot_be_read_is_none(text: str, hall: Watched) -> None:
    (hall.folder / FILE).write_text(text, "utf-8")
    assert hall.alerts() == {}
    assert recall(hall.folder) == Outcomes()


def test_where_nothing_can_be_noted_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreKnown, match="cannot be written"):
        note(tmp_path / "away", Outcomes())
