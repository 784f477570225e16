"""`hall enrol` beside a running hall and a simulated module; all people are invented."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from broker import cli
from broker.commands import enrol
from broker.commands.audit import read
from broker.domain.enrolment.facts import ConsentGiven, FingerKept, FingersErased
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.settings import Settings
from broker.wire.enrolment_messages import EnrolmentTold
from firmware_mocks.ef01 import MOCK
from firmware_mocks.hosting.ends import at_pty
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from tests.stages.processes import HALL, Person, house

MORE = """
[[staff]]
id = "900"
name = "测试班长"
role = "duty-leader"
pin = "2580"

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


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("enrol")
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    (folder / "hall.toml").write_text(HALL.read_text("utf-8") + MORE, "utf-8")
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


Told = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def told(hall: Hall, capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(*words: str, fingers: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        hall.hands.fingers = list(fingers)
        hall.hands.line.hand("lift")
        place = ("--hall", str(hall.settings.file), "--run", str(hall.settings.run))
        status = cli.main(["enrol", *words, *place])
        captured = capsys.readouterr()
        return status, (captured.out + captured.err).splitlines()

    return tell


def test_nobody_without_a_consent_and_none_before_oneself(hall: Hall, told: Told) -> None:
    status, said = told("101", "--by", "900")
    assert (status, "--consent" in said[0]) == (1, True)
    status, said = told("900", "--by", "900", "--consent", "v1")
    assert (status, said) == (
        1,
        ["Not recorded: Nobody enrols themselves; ask somebody else."],
    )
    assert hall.facts(ConsentGiven) == []


def test_two_fingers_and_back(hall: Hall, told: Told) -> None:
    words = ("101", "--by", "900", "--consent", "v1")
    status, said = told(*words, fingers=("left", "left", "right", "right"))
    assert (status, said) == (
        0,
        [
            "The consent to v1 is recorded.",
            *("Finger 1:", "  Press the finger on the glass", "  Lift the finger"),
            *("  Press the same finger once more", "  Taken; it is being recorded", "  Enrolled"),
            *("Finger 2:", "  Press the finger on the glass", "  Lift the finger"),
            *("  Press the same finger once more", "  Taken; it is being recorded", "  Enrolled"),
        ],
    )
    assert hall.held() == {"0", "1", "7"}
    assert [(each.staff, each.slot) for each in hall.facts(FingerKept)] == [("101", 0), ("101", 1)]
    name = hall.settings.hall.staff[0].name
    assert told("--list") == (0, [f"door    0  {name} 101", f"door    1  {name} 101"])
    status, said = told("102", *words[1:], fingers=("right", "right"))
    assert (status, said[-1]) == (1, f"  This finger is that of {name} 101; take another one")
    status, said = told("101", "--by", "101", "--withdraw")
    proof = "door: emptied, as its index says: 0, 1; it keeps 1 of others."
    assert (status, said) == (0, [proof])
    assert hall.held() == {"7"}
    assert [each.slots for each in hall.facts(FingersErased)] == [(0, 1)]
    assert told("--list") == (0, [])
    assert told("102", "--by", "900", "--left") == (0, ["door: holds none of them."])


def test_whoever_gives_up_leaves_the_reader_free(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was busy for a minute with a finger that nobody would press, and blamed somebody else."""
    words = ("103", "--by", "900", "--consent", "v1", "--fingers", "1")
    with monkeypatch.context() as patch:
        patch.setattr(enrol, "say", _interrupted_at("  Press the finger on the glass"))
        assert told(*words)[0] == 130
    status, said = told(*words, fingers=("thumb", "thumb"))
    assert (status, said[-1]) == (0, "  Enrolled")
    assert told("103", "--by", "900", "--left")[0] == 0


def _interrupted_at(words: str) -> Callable[[str], None]:
    def say(text: str) -> None:
        if text == words:
            raise KeyboardInterrupt

    return say


def test_what_is_missing_is_said_at_once(told: Told) -> None:
    for words, said in (
        ((), "staff"),
        (("101",), "--by"),
        (("101", "--by", "900", "--consent", "v1", "--reader", "x"), "use one of: door"),
    ):
        status, heard = told(*words)
        assert (status, said in heard[0]) == (1, True), heard
