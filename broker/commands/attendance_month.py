"""One month of attendance, reckoned from the ledger's file by the hall's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import AttendanceFact, StaffForgotten
from broker.domain.attendance.rules import BINDING
from broker.domain.errors import ConfigError
from broker.domain.ground import day_begins
from broker.domain.hall import Hall, Member, Role
from broker.domain.holidays import knows, said_of
from broker.domain.ids import StaffId
from broker.domain.timesheet.gathering import Gathered, Numbered, gather, span
from broker.domain.timesheet.month import MonthResult, Reckoning, digest, reckon
from broker.domain.timesheet.rulesets import RuleSet, valid
from broker.ledger.reading import of_attendance
from broker.ledger.rows import recorded
from broker.settings import Settings
from broker.settings.rule_book import RULES, load_rules


@dataclass(frozen=True)
class Month:
    """What a month came to, and by what."""

    begins: date
    until: datetime
    zone: ZoneInfo
    rules: RuleSet
    staff: tuple[Member, ...]
    gathered: Gathered
    results: tuple[MonthResult, ...]
    announced: bool  # whether the calendar knows the holidays of this year
    forgotten: frozenset[StaffId] = frozenset()  # of the closed month, and erased since

    @property
    def rules_digest(self) -> str:
        return digest(self.rules)

    @property
    def results_digest(self) -> str:
        return digest(self.results)


def reckoned(
    settings: Settings, ledger: Path, rules: Path | None, month: date, now: datetime
) -> Month:
    """The month that begins with `month`, as far as it is over by `now`.

    A closed month is held to what it was closed with. Raises `ConfigError`, `StoreError`.
    """
    hall, file = settings.hall, rules or settings.file.with_name(RULES)
    book = valid(load_rules(file), month)
    if book is None:
        problem = f"no version is valid for {month:%Y-%m}"
        raise ConfigError(str(file), "rules", problem, "add one that begins by then")
    zone = ZoneInfo(hall.hall.timezone)
    begin = day_begins(span(month)[0], zone, 0)
    facts = _facts(ledger, begin)
    gathered = gather(month, facts)
    gone = _forgotten(gathered, facts)
    until = min(now, day_begins(span(month)[1] + timedelta(days=2), zone, 0))
    staff = tuple(each for each in _staff(hall, book, gathered) if each.id not in gone)
    outages = [(each.first, each.last) for each in gathered.sheet.outages]
    calendar = Reckoning(month, book, lambda day: said_of(hall.hours, day), zone, until, outages)
    results = reckon(calendar, gathered.sheet, [each.id for each in staff])
    announced = knows(month.year) or not hall.hours.official_holidays
    found = Month(month, until, zone, book, staff, gathered, tuple(results), announced, gone)
    _check_closed(found, str(file))
    return found


def _facts(ledger: Path, begin: datetime) -> list[Numbered]:
    found: list[Numbered] = []
    for row in of_attendance(ledger, begin, begin - BINDING):
        if not row.withheld:
            fact = recorded(row).fact
            if isinstance(fact, AttendanceFact):
                found.append(Numbered(row.seq, fact))
    return found


def _staff(hall: Hall, book: RuleSet, gathered: Gathered) -> tuple[Member, ...]:
    """Who has to punch; of a closed month, who had to then, though somebody has left since."""
    if gathered.closed is None:
        return tuple(each for each in hall.staff if each.role in book.roles)
    then = gathered.closed.staff
    left = (Member(id=each, name="", role=Role.CLERK) for each in then)
    return tuple(hall.member(gone.id) or gone for gone in left)


def _forgotten(gathered: Gathered, facts: list[Numbered]) -> frozenset[StaffId]:
    """Whose punches of the closed month were erased since: what it came to cannot be compared."""
    then = set() if gathered.closed is None else set(gathered.closed.staff)
    gone = (each.fact for each in facts if isinstance(each.fact, StaffForgotten))
    return frozenset(then & {each.staff for each in gone})


def _check_closed(month: Month, file: str) -> None:
    """Whoever reckons a closed month again comes to the same, or hears why not."""
    closed = month.gathered.closed
    if closed is None:
        return
    if closed.rules != month.rules_digest:
        problem = f"{closed.month:%Y-%m} was closed by other rules of {closed.version}"
        remedy = "put the file back as it was then; new rules are a new version"
        raise ConfigError(file, "rules", problem, remedy)
    if not month.forgotten and closed.results != month.results_digest:
        problem = f"{closed.month:%Y-%m} comes to another result than when it was closed"
        remedy = "look for what changed since: the time zone, [hours] or the calendar"
        raise ConfigError(file, "rules", problem, remedy)
