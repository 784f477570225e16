"""`hall appointments`: what became of each code of a day, and how little of a code is shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from broker import cli
from broker.commands.appointments import lines, masked, uses
from broker.domain.appointments import Appointment, by_code
from broker.domain.tickets.facts import HeldAs, VoidReason
from broker.domain.tickets.requests import ActivateTicket, VoidTicket
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from broker.settings import read_hall
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL as EIGHT_WINDOWS
from tests.unit.test_appointments import CODE, at, given, wish

OTHER = "123456"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as hall:
        hall.ledger.floor.appointments = by_code((at(5), at(6, code=OTHER)))
        yield hall


def told(hall: LedgerHall, minutes: int = 0) -> list[str]:
    """The states of the two, by their times."""
    store = hall.ledger._store
    assert isinstance(store, Store)
    used = uses(recorded(row) for row in store.rows())
    now = MORNING + timedelta(minutes=minutes)
    booked = (at(6, code=OTHER), at(5))
    return list(lines(booked, used, small_hall(), now))[1:]


def test_each_state_of_a_code_is_told_until_somebody_holds_its_number(hall: LedgerHall) -> None:
    first, second, sum_up = told(hall)
    assert first.endswith("may come now")
    assert second.endswith("may come now")
    assert sum_up == "2 in all, 0 came"
    fact = given(hall, wish())
    assert f"number {fact.number} is being given since 09:00 at kiosk-1" in told(hall)[0]
    hall.do(ActivateTicket, ticket=fact.ticket, paper=HeldAs.PRINTED)
    first, second, sum_up = told(hall)
    assert first.endswith(f"took number {fact.number} at 09:00")
    assert second.endswith("may come now")
    assert sum_up == "2 in all, 1 came"


def test_a_number_that_nobody_held_leaves_its_code_free(hall: LedgerHall) -> None:
    fact = given(hall, wish())
    hall.do(VoidTicket, ticket=fact.ticket, reason=VoidReason.NOBODY_WAITED)
    assert told(hall)[0].endswith("may come now")
    again = given(hall, wish())
    hall.do(ActivateTicket, ticket=again.ticket, paper=HeldAs.PRINTED)
    assert again.number in told(hall)[0]


def test_before_and_after_their_time(hall: LedgerHall) -> None:
    assert told(hall, -600)[0].endswith("to come")
    assert told(hall, 600)[0].endswith("did not come")


def test_no_line_has_a_whole_code_nor_enough_of_it_to_try(hall: LedgerHall) -> None:
    given(hall, wish())
    assert all(CODE not in each and OTHER not in each for each in told(hall))
    assert masked(CODE) == "••••17"


def test_a_day_without_any() -> None:
    assert list(lines((), {}, small_hall(), MORNING)) == ["There is no appointment."]


def test_a_queue_that_hall_toml_lost_is_named_by_its_id() -> None:
    gone = Appointment(CODE, date(2026, 11, 23), time(9), "gone")
    assert "  gone  " in list(lines((gone,), {}, small_hall(), MORNING))[1]


def test_the_command_reads_table_and_ledger_and_names_a_wrong_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hall"
    shutil.copytree(EIGHT_WINDOWS.parent, folder)
    toml = folder / "hall.toml"
    queue = read_hall(toml).queues[0].id
    toml.write_text(
        toml.read_text("utf-8") + '\n[appointments]\nfile = "appointments.csv"\n', "utf-8"
    )
    rows = f"code,day,slot,queue,item\n042817,2026-11-23,09:30,{queue},\n"
    (folder / "appointments.csv").write_text(rows, "utf-8")
    words = ["appointments", "--hall", str(toml), "--run", str(tmp_path / "run")]
    assert cli.main([*words, "--day", "2026-11-23"]) == 0
    assert "09:30  ••••17  " in capsys.readouterr().out
    assert cli.main([*words, "--day", "2026-11-24"]) == 0
    assert "There is no appointment." in capsys.readouterr().out
    assert cli.main([*words, "--day", "2026-11-23", "--code", "042 817"]) == 0
    assert cli.main([*words, "--day", "2026-11-23", "--code", "999999"]) == 1
    capsys.readouterr()
    (folder / "appointments.csv").write_text(rows + "1,2026-11-23,09:30,x,\n", "utf-8")
    assert cli.main([*words, "--day", "2026-11-23"]) == 1
    captured = capsys.readouterr()
    assert "••••17" in captured.out
    assert "line 3" in captured.err
