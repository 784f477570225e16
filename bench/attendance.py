"""A month of all staff, reckoned by the sample hall's rules in a program of its own.

`python -m bench.attendance STAFF` is that program; it tells the seconds that reckoning took and the
most memory it ever had. Comings are up to a quarter of an hour early, goings late, and now and then
one is the other way round, or missing.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.children import most_resident
from bench.rows import Row
from bench.site import Site
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.ids import RequestId, StaffId
from broker.domain.timesheet.gathering import Numbered, gather
from broker.domain.timesheet.month import Reckoning, reckon
from broker.settings.rule_book import load_rules

_STAFF = 2000
_DAYS = 31
_MONTH = date(2026, 10, 1)
_PUNCHES = (0, 190, 300, 520)  # minutes after the first that is due
_RULES = Path("examples/zhenlai/attendance.toml")


def rows(_site: Site, staff: int = _STAFF) -> Iterator[Row]:
    """Seconds and memory."""
    words = [sys.executable, "-m", "bench.attendance", str(staff)]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    seconds, memory = (float(each) for each in said.split())
    yield Row.within(f"{staff:,} staff x {_DAYS} days: attendance", seconds, 2.0, "s")
    yield Row.size("… the most memory, facts and all", memory, 300.0)


def main(staff: int) -> None:
    """Reckon once, from facts to scores."""
    facts = list(_facts(staff))
    begun = time.perf_counter()
    sheet = gather(_MONTH, facts).sheet
    zone = ZoneInfo("Asia/Shanghai")
    rules, until = load_rules(_RULES)[0], datetime(2026, 12, 1, tzinfo=UTC)
    found = reckon(Reckoning(_MONTH, rules, lambda _: None, zone, until), sheet, list(sheet.staff))
    print(time.perf_counter() - begun, most_resident())
    if len(found) != staff or not any(each.lines for each in found):
        raise ValueError("the month came to nothing")


def _facts(staff: int) -> Iterator[Numbered]:
    dice, first = random.Random(7), datetime(2026, 10, 1, 0, 20, tzinfo=UTC)
    for number in range(staff):
        for day in range(_DAYS):
            for at, minutes in enumerate(_PUNCHES):
                if dice.random() < 0.01:
                    continue
                early = dice.randint(-1, 14) * (-1 if at % 2 == 0 else 1)
                when = first + timedelta(days=day, minutes=minutes + early)
                punch = PunchRecorded(
                    punch=RequestId(f"{number}-{day}-{at}"),
                    staff=StaffId(f"{number:04d}"),
                    day=_MONTH + timedelta(days=day),
                    at=when,
                    device="reader-1",
                    way=PunchWay.FINGER,
                )
                yield Numbered(0, punch)


if __name__ == "__main__":
    main(int(sys.argv[1]))
