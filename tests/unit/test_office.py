"""The office of a hall, where its files cannot be read: the hall goes on, and it looks again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.base import Delivery
from broker.bus.local import LocalBroker, LocalBus
from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.joining.machines import joined
from broker.joining.office import Office
from broker.service.runner import Runner
from broker.settings import Settings, load
from broker.wire.machine_messages import PapersAsked
from broker.wire.topics import Topics
from tests.arch.source import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(ROOT / "tests" / "stages" / "eight_windows", tmp_path / "hall")
    made = load(tmp_path / "hall" / "hall.toml", tmp_path / "run")
    Authority(made.run / KEYS, "eight").found()
    joined(made.run / KEYS, ("board-1",))
    return made


def turned(runner: Runner) -> None:
    """Until every errand is told; what fails on the loop is raised here."""
    while runner.errands:
        runner.step(0.1)


@pytest.mark.expects_warnings
def test_a_register_that_cannot_be_read_ends_nothing(settings: Settings) -> None:
    register = settings.run / KEYS / "index.txt"
    whole = register.read_bytes()
    register.write_bytes(b"\xff no register")
    runner, broker = Runner(), LocalBroker()
    bus = LocalBus(lambda handler, event: handler(event), broker)
    bus.start()
    office, topics = Office(settings, bus, runner), Topics("eight")
    office.tick(0.0)
    asked = PapersAsked(id="ask", at=datetime.now(UTC), request="AAAA")
    office._asked(Delivery(topics.papers_asked("board-1"), asked, retained=False))
    turned(runner)
    assert broker.retained == {}
    register.write_bytes(whole)
    office.tick(60.0)
    turned(runner)
    assert topics.settings("board-1") in broker.retained, "it looks again"
