"""Whole processes under a clock that is a day ahead and then put right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker import cli
from broker.commands.audit import read, troubles
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.ledger.rows import recorded
from tests.stages.halls import MORNING
from tests.stages.processes import Person, house

DAY = timedelta(days=1)


@pytest.mark.parametrize("year", [3500, 3])
def test_status_tells_of_a_clock_that_is_in_a_year_nobody_reckons_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], year: int
) -> None:
    mad = MORNING.replace(year=year)
    with house(tmp_path, ["ledger"], monkeypatch, start=mad) as (_, settings):
        with Person(settings, "citizen") as person:  # the ledger is there
            person.ask(ReserveTicket, queue="qa")
        cli.main(["status", "--hall", str(settings.file), "--run", str(settings.run)])
    said = capsys.readouterr().out
    assert "not there: no numbers" not in said
    assert "service ledger  clock" in said


@pytest.mark.timeout(300)
def test_a_clock_put_back_over_a_restart_gives_no_number_twice_and_status_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers: list[str] = []
    for start in (MORNING, MORNING + DAY, MORNING):
        with house(tmp_path, ["ledger"], monkeypatch, start=start) as (_, settings):
            with Person(settings, "citizen") as person:
                for _ in range(3):
                    given = person.do(ReserveTicket, queue="qa")
                    person.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
                    numbers.append(given.ticket)
            place = ("--hall", str(settings.file), "--run", str(settings.run))
            status = cli.main(["status", *place])
            said = capsys.readouterr().out
        behind = len(numbers) == 9
        assert ("2026-11-24" in said, "操作手册" in said) == (behind, behind)
        assert status == 1  # most of this hall never came
    assert len(set(numbers)) == 9
    assert numbers[-1] == "20261124-A006"
    file = settings.run / "ledger.db"
    given_days = [
        fact.day for row in read(file) if isinstance(fact := recorded(row).fact, TicketReserved)
    ]
    assert given_days == sorted(given_days)
    assert troubles(read(file)) == []
