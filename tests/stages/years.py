"""A ledger of years, somebody who left, and `hall forget` as the director says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker import cli
from broker.commands import forget
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.hall import Hall, Member, Reader, Role, Wire
from broker.domain.ids import StaffId
from broker.domain.tickets.requests import ReserveTicket
from broker.settings import Settings
from tests.stages.halls import HandClock, small_hall
from tests.stages.memory import LedgerHall

GONE, STAYS, DIRECTOR, LEADER = (StaffId(each) for each in ("101", "102", "902", "901"))


class Years(LedgerHall):
    """A ledger in which 101 punched, and 102."""

    def day(self, *staff: str) -> None:
        for each in staff:
            self.do(
                RecordPunch,
                staff=each,
                device="door",
                punched_at=self.clock.now(),
                way=PunchWay.FINGER,
            )
        self.do(ReserveTicket, queue="qa")

    def live(self, until: datetime) -> None:
        """Days on which the hall is open and 101 does not come, to `until`."""
        while self.clock.now() < until:
            self.clock.moment = min(self.clock.now() + timedelta(days=39), until)
            self.do(
                RecordPunch,
                staff=STAYS,
                device="door",
                punched_at=self.clock.now(),
                way=PunchWay.PIN,
            )


def people(*left: str) -> Hall:
    hall = small_hall(
        lines=(Wire(id="clockin", driver="ef01", port="tty/clockin"),),
        readers=(Reader(id="door", line="clockin"),),
    )
    more = tuple(
        Member(id=each, name="测", role=role)
        for each, role in ((LEADER, Role.DUTY_LEADER), (DIRECTOR, Role.DIRECTOR))
    )
    known = {each.id for each in more} | set(left)
    return replace(hall, staff=(*(each for each in hall.staff if each.id not in known), *more))


class Forgetting:
    """Says `hall forget` so many days after now, the ledger being closed; 101 has left."""

    def __init__(
        self, years: Years, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._years, self._patch, self._capsys = years, patch, capsys
        self.began = years.clock.now()

    def __call__(
        self,
        days: float = 731,
        staff: str = GONE,
        by: str = DIRECTOR,
        left: tuple[str, ...] = (GONE,),
        lived: float | None = None,
        more: tuple[str, ...] = (),
    ) -> tuple[int, str]:
        """Status and speech; the hall was open for the first `lived` days of them, or all."""
        years = self._years
        until = self.began + timedelta(days=days if lived is None else lived)
        if years.clock.now() < until:
            years.reopen()
            years.live(until)
        years.close()
        settings = Settings(people(*left), Path("hall.toml"), years.folder, ())
        clock = HandClock(self.began + timedelta(days=days))
        self._patch.setattr(forget, "load_without_items", lambda _hall, _run: settings)
        self._patch.setattr(forget, "hall_clock", lambda: clock)
        status = cli.main(["forget", "--staff", staff, "--by", by, "--hall", "x", *more])
        captured = self._capsys.readouterr()
        return status, captured.out + captured.err
