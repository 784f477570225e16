"""`hall import zk` beside a running hall: a simulated terminal's records become punches, once."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from broker import cli
from broker.commands.audit import read
from broker.domain.attendance.facts import PunchRecorded, PunchWay, TerminalRead
from broker.domain.errors import StoreError
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings
from fingerprint import importing
from firmware_mocks.firmware import Output
from firmware_mocks.hosting.ends import at_tcp
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from firmware_mocks.zk import make
from tests.stages.processes import HALL, house
from tests.stages.usb_hall import until

F = TypeVar("F")
ZONE = ZoneInfo("Asia/Shanghai")
LEADER = '\n[[staff]]\nid = "900"\nname = "测试900"\nrole = "duty-leader"\n'
KEY = {"password": "4711"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A broker and a ledger, nine o'clock on Monday, 23 November 2026."""
    folder = tmp_path_factory.mktemp("import")
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    (folder / "hall.toml").write_text(HALL.read_text("utf-8") + LEADER, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger"], patch, folder / "hall.toml") as (_, settings),
    ):
        until(lambda: is_there(settings), "the ledger")
        yield settings


def is_there(hall: Settings) -> bool:
    """Whether the ledger has begun its file."""
    try:
        return written(hall) >= 0
    except StoreError:
        return False


class Wall:
    """A terminal on the wall, and all that was asked of it."""

    def __init__(self, **options: str) -> None:
        self.asked: list[int] = []
        self._device = make(1, options)
        feed = self._device.feed

        def listening(data: bytes, now: float) -> list[Output]:
            self.asked.append(int.from_bytes(data[8:10], "little"))
            return feed(data, now)

        self._device.feed = listening  # type: ignore[method-assign]  # it is looked at over the shoulder
        self._line = HostedLine(SharedLine([self._device]), at_tcp("127.0.0.1", 0), lambda _: None)
        self.place = self._line.start()

    def hand(self, words: str) -> None:
        self._line.hand(words)

    def stop(self) -> None:
        self._line.stop()


Hung = Callable[..., Wall]


@pytest.fixture
def hung() -> Iterator[Hung]:
    walls: list[Wall] = []

    def hang(ahead: float = 0.0, **options: str) -> Wall:
        clock = hall_clock().now().astimezone(ZONE) + timedelta(seconds=ahead)
        walls.append(Wall(clock=f"{clock:%Y-%m-%dT%H:%M:%S}", **options))
        return walls[-1]

    yield hang
    for wall in walls:
        wall.stop()


def told(
    hall: Settings, capsys: pytest.CaptureFixture[str], wall: Wall, *words: str, by: str = "900"
) -> tuple[int, str]:
    place = ("--hall", str(hall.file), "--run", str(hall.run), "--by", by, "--port", wall.place)
    status = cli.main(["import", "zk", *place, *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def facts(hall: Settings, kind: type[F]) -> list[F]:
    found = (recorded(row).fact for row in read(hall.run / FILE))
    return [each for each in found if isinstance(each, kind)]


def written(hall: Settings) -> int:
    """How many facts the ledger has."""
    return sum(1 for _ in read(hall.run / FILE))


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


READING = {1000, 11, 201, 50, 1503, 1504, 1502, 1102, 1001}


def test_records_become_punches_of_their_own_kind_and_twice_changes_nothing(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    kept = ",".join(
        f"{number}@2026-11-20T{time}"
        for number, time in (
            ("101", "08:12:30"),
            ("102", "08:14:00"),
            ("777", "08:15:00"),
            ("101", "17:31:00"),
        )
    )
    wall = hung(42, records=kept, serial="A1")
    status, said = told(hall, capsys, wall)
    assert status == 0, said
    assert "Imported: 3 new punches; 0 were there already." in said
    assert "1 of number 777, which is nobody's" in said
    punches = [each for each in facts(hall, PunchRecorded) if each.device == "zk-a1"]
    assert [(each.staff, each.at, each.way, each.by) for each in punches] == [
        ("101", at(20, 8, 12) + timedelta(seconds=30), PunchWay.TERMINAL, "900"),
        ("102", at(20, 8, 14), PunchWay.TERMINAL, "900"),
        ("101", at(20, 17, 31), PunchWay.TERMINAL, "900"),
    ]
    (noted,) = [each for each in facts(hall, TerminalRead) if each.terminal == "zk-a1"]
    assert noted.records == 4
    assert 40 <= noted.ahead <= 44, "the clock was 42 seconds ahead"
    before = written(hall)
    status, said = told(hall, capsys, wall)
    assert (status, "Imported: 0 new punches; 3 were there already." in said) == (0, True)
    assert written(hall) == before, "nothing at all was written"
    assert set(wall.asked) <= READING, "and nothing but reading was asked of the terminal"


def test_what_comes_later_is_taken_over_and_what_was_before_is_not_again(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    wall = hung(records="103@2026-11-20T08:00:00", serial="B2")
    told(hall, capsys, wall)
    wall.hand("punch 104")
    assert "Imported: 1 new punches; 1 were there already." in told(hall, capsys, wall)[1]
    (new,) = [each for each in facts(hall, PunchRecorded) if each.staff == "104"]
    assert abs(new.at - hall_clock().now()) < timedelta(minutes=2)


def test_a_log_of_two_thousand_comes_in_pieces(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    wall = hung(many="2000", serial="C3", records="105@2026-11-19T08:00:00")
    status, said = told(hall, capsys, wall)
    assert (status, "Read 2001 records" in said) == (0, True)
    assert wall.asked.count(1504) == 2
    assert "Imported: 1 new punches" in said
    assert "of number 1001, which is nobody's" in said


def test_an_old_terminal_and_one_with_a_password(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    wall = hung(records="106@2026-11-19T08:00:00", serial="D4", bytes="16", **KEY)
    status, said = told(hall, capsys, wall)
    assert (status, "wants another password" in said) == (1, True)
    assert "nothing imported" in said
    assert told(hall, capsys, wall, "--password", "4712")[0] == 1
    status, said = told(hall, capsys, wall, "--password", "4711")
    assert (status, "Imported: 1 new punches" in said) == (0, True)


def test_since_a_day_and_nothing_older_than_a_year(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    kept = "107@2025-11-01T08:00:00,107@2026-10-01T08:00:00,107@2026-11-18T08:00:00"
    wall = hung(records=kept, serial="E5")
    said = told(hall, capsys, wall, "--since", "2026-11-18")[1]
    assert "Left out: 2 of another time." in said
    assert "Imported: 1 new punches" in said
    said = told(hall, capsys, wall)[1]
    assert "Left out: 1 of another time." in said
    assert "Imported: 1 new punches; 1 were there already." in said


@pytest.mark.parametrize("ahead", [3600, -3600])
def test_a_clock_that_is_wrong_by_an_hour_imports_nothing(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung, ahead: int
) -> None:
    wall = hung(ahead, records="108@2026-11-18T08:00:00", serial=f"F{ahead}")
    before = written(hall)
    status, said = told(hall, capsys, wall)
    found = re.search(r"clock is ([+-]?\d+) s off", said)
    assert found is not None, said
    assert status == 1
    assert abs(int(found[1]) - ahead) < 30  # a busy machine asks a little later
    assert written(hall) == before


def test_a_record_of_tomorrow_is_refused_and_the_others_are_taken(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    kept = "101@2026-11-24T08:00:00,101@2026-11-18T08:00:00"
    status, said = told(hall, capsys, hung(records=kept, serial="G7"))
    assert status == 1, "not all is there"
    assert "Refused: 1, for “The time 2026-11-24" in said
    assert "Imported: 1 new punches" in said


def test_a_record_of_a_clock_ahead_is_taken_once_its_time_has_come(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    """A touch just now at a terminal that is two minutes ahead."""
    now = hall_clock().now().astimezone(ZONE)
    touched = now + timedelta(seconds=70)
    wall = hung(120, records=f"104@{touched:%Y-%m-%dT%H:%M:%S}", serial="N3")
    status, said = told(hall, capsys, wall)
    assert (status, "Refused: 1, for “The time" in said) == (1, True), said
    until(lambda: hall_clock().now() > touched - timedelta(seconds=55), "its time")
    status, said = told(hall, capsys, wall)
    assert (status, "Imported: 1 new punches; 0 were there already." in said) == (0, True), said


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("::1", "[::1]:4370"),
        ("[::1]", "[::1]:4370"),
        ("[fe80::2]:99", "[fe80::2]:99"),
        ("192.0.2.7", "192.0.2.7:4370"),
        ("192.0.2.7:99", "192.0.2.7:99"),
    ],
)
def test_a_terminals_place_as_it_is_typed(typed: str, place: str) -> None:
    assert importing._place(typed, 4370) == place


def test_a_day_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("import", "zk", "--by", "900", "--port", "::1", "--since", "2026-13-01")
    with pytest.raises(SystemExit):
        cli.main(words)
    assert "2026-13-01: no day like 2026-11-23" in capsys.readouterr().err


def test_only_a_leader_may(hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung) -> None:
    wall = hung(records="101@2026-11-17T08:00:00", serial="H8")
    before = written(hall)
    status, said = told(hall, capsys, wall, by="101")
    assert (status, "101 may not do this" in said) == (1, True)
    assert written(hall) == before


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("fault silent", "does not answer"),
        ("fault cut", "does not answer"),
        ("fault busy", "the terminal refuses"),
        ("fault fewer", "counts 1 records and gave fewer"),
    ],
)
def test_a_far_end_that_does_not_do_its_part_imports_nothing(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung, fault: str, words: str
) -> None:
    wall = hung(records="101@2026-11-17T08:00:00", serial="J9")
    wall.hand(fault)
    before = written(hall)
    status, said = told(hall, capsys, wall)
    assert (status, words in said, "nothing imported" in said) == (1, True, True), said
    assert written(hall) == before


def test_a_wire_that_is_cut_in_the_middle_imports_nothing_and_the_next_time_all(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    wall = hung(records="108@2026-11-17T08:00:00", serial="L2")
    wall.hand("fault late")
    before = written(hall)
    cutter = threading.Timer(0.5, wall.hand, ["unplug"])
    cutter.start()
    status, said = told(hall, capsys, wall)
    cutter.join()
    assert (status, "nothing imported" in said) == (1, True), said
    assert written(hall) == before
    wall.hand("replug")
    wall.hand("ok")
    until(lambda: told(hall, capsys, wall)[0] == 0, "the terminal to be back")
    assert "Imported: 0 new punches; 1 were there already." in told(hall, capsys, wall)[1]
    assert written(hall) == before + 2, "the reading and its punch"


def test_nobody_there_is_said(
    hall: Settings, capsys: pytest.CaptureFixture[str], hung: Hung
) -> None:
    wall = hung(serial="K1")
    wall.stop()
    status, said = told(hall, capsys, wall)
    assert (status, "nothing imported" in said) == (1, True)
