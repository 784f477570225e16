"""Whether a leave of one shift is of a shift that there is, by the hall's rules of attendance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from broker.domain.attendance.requests import RecordLeave
from broker.domain.errors import ConfigError
from broker.domain.holidays import said_of
from broker.domain.timesheet.planning import Planned, plan
from broker.domain.timesheet.rulesets import valid
from broker.settings import Settings
from broker.settings.rule_book import RULES, load_rules

_LONGEST = 366  # days of a leave; the ledger grants none that is longer


def check_shift(request: RecordLeave, settings: Settings) -> None:
    """`ConfigError` where it would free nobody. A hall without rules has no shifts to look at."""
    file = settings.file.with_name(RULES)
    if not request.shift or not file.exists():
        return
    planned = list(_planned(request, settings))
    if any(each.number == request.shift for each in planned):
        return
    if not planned:
        problem = f"{request.staff} has no shift at all on these days"
        raise ConfigError("command line", "--shift", problem, "name other days")
    there = ", ".join(dict.fromkeys(f"{each.number} {each.name}" for each in planned))
    problem = f"these days have no shift {request.shift}"
    raise ConfigError("command line", "--shift", problem, f"there are: {there}")


def _planned(request: RecordLeave, settings: Settings) -> Iterator[Planned]:
    """The shifts of these days, each month by the rules that are valid in it."""
    book, hours = load_rules(settings.file.with_name(RULES)), settings.hall.hours
    length = min((request.last - request.first).days + 1, _LONGEST)
    days = [request.first + timedelta(days=each) for each in range(length)]
    for month, of_month in groupby(days, _month):
        rules = valid(book, month)
        if rules is not None:
            yield from plan(rules, request.staff, list(of_month), lambda day: said_of(hours, day))


def _month(day: date) -> date:
    return day.replace(day=1)
