"""A hall with a simulated module at which fingers are enrolled: presses and lifts come as its
reader's service asks for them. All people are invented."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.commands.audit import read
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.settings import Settings
from broker.wire.enrolment_messages import EnrolmentTold
from firmware_mocks.ef01 import MOCK
from firmware_mocks.hosting.ends import at_pty
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from tests.stages.processes import HALL, Person, house

_MORE = """
[[staff]]
id = "900"
name = "测试班长"
role = "duty-leader"

[[lines]]
id = "finger"
driver = "ef01"
port = "tty/finger"

[[readers]]
id = "door"
line = "finger"
"""


@dataclass
class Hands:
    """Presses and lifts as the reader's service asks for it."""

    line: HostedLine
    fingers: list[str] = field(default_factory=list)

    def told(self, stage: str) -> None:
        if stage in ("press", "press-again") and self.fingers:
            self.line.hand(f"finger {self.fingers.pop(0)}")
        elif stage != "stored":
            self.line.hand("lift")


@dataclass
class Hall:
    settings: Settings
    hands: Hands

    def held(self) -> set[str]:
        seen: list[Any] = []
        there = threading.Event()

        def look(each: Any) -> None:
            seen.append(each)
            there.set()

        self.hands.line.see(1, look)
        assert there.wait(10)
        return set(msgspec.to_builtins(seen[0])["enrolled"])

    def facts(self, kind: type) -> list[Any]:
        found = (recorded(row).fact for row in read(self.settings.run / FILE))
        return [each for each in found if isinstance(each, kind)]


@contextmanager
def enrolling(folder: Path, more: str = "") -> Iterator[Hall]:
    """It runs, with `more` in its hall.toml; one finger is in the module already, in slot 7."""
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    (folder / "hall.toml").write_text(HALL.read_text("utf-8") + _MORE + more, "utf-8")
    (folder / "run" / "tty").mkdir(parents=True)
    module = MOCK.make(1, {"enrolled": "anna:7", "fast": "yes"})
    line = HostedLine(
        SharedLine([module]), at_pty(folder / "run" / "tty" / "finger"), lambda _event: None
    )
    line.start()
    hands = Hands(line)
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger", "clockin"], patch, folder / "hall.toml") as (_, settings),
        Person(settings, "hands") as person,
    ):
        topic = person.topics.enrolment("door")
        person.bus.subscribe(topic, EnrolmentTold, lambda each: hands.told(_stage(each.message)))
        yield Hall(settings, hands)
    line.stop()


def _stage(message: Any) -> str:
    return str(message.stage.value) if isinstance(message, EnrolmentTold) else ""
