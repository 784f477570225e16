"""`hall appointments`: who booked for a day, and what became of each code. Read, never written."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.days import day
from broker.domain.appointments import Appointment, honoured_within
from broker.domain.errors import ConfigError
from broker.domain.ground import day_begins
from broker.domain.hall import Hall
from broker.domain.ids import TicketId
from broker.domain.tickets.facts import TicketActivated, TicketReserved, TicketVoided
from broker.language import chosen
from broker.ledger.auditing import business_day
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings, load
from broker.settings.appointments import load_appointments
from broker.terminal import say
from broker.wire.messages import Recorded

_SEEN = 2  # digits of a code that are shown: who looks over a shoulder cannot use the others


class CodeUse(NamedTuple):
    """The number that was given for a code, by which screen; `taken`: when somebody held it."""

    number: str
    screen: str
    given: datetime
    taken: datetime | None = None


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--day", type=day, metavar="DAY", help="another day than today: 2026-11-23")
    parser.add_argument("--code", metavar="CODE", help="this one alone, of whoever says it")


def uses(facts: Iterable[Recorded]) -> dict[str, CodeUse]:
    """The last number of each code; a void one, which nobody held, gives its code free again."""
    found: dict[str, CodeUse] = {}
    code_of: dict[TicketId, str] = {}
    for each in facts:
        match each.fact:
            case TicketReserved(code=code) as given if code:
                code_of[given.ticket] = code
                found[code] = CodeUse(given.number, each.source, each.at)
            case TicketActivated(ticket=ticket, joined=joined) if ticket in code_of:
                found[code_of[ticket]] = found[code_of[ticket]]._replace(taken=joined)
            case TicketVoided(ticket=ticket) if ticket in code_of:
                found.pop(code_of.pop(ticket), None)
            case _:
                pass
    return found


def lines(
    booked: Iterable[Appointment], used: Mapping[str, CodeUse], hall: Hall, now: datetime
) -> Iterator[str]:
    """One appointment a line, in the order of their times, and how many came."""
    ordered = sorted(booked, key=lambda each: (each.slot, each.queue, each.code))
    if not ordered:
        yield chosen("没有预约。", "There is no appointment.")
        return
    yield chosen("时间  预约码  队列  情况", "time  code  queue  state")
    for each in ordered:
        queue = hall.queue(each.queue)
        name = chosen(queue.name, queue.name_en) if queue else each.queue
        state = _state(each, used.get(each.code), hall, now)
        yield f"{each.slot:%H:%M}  {masked(each.code)}  {name}  {state}"
    came = sum(bool(use and use.taken) for use in (used.get(each.code) for each in ordered))
    yield chosen(f"共 {len(ordered)} 个，已到 {came} 个", f"{len(ordered)} in all, {came} came")


def masked(code: str) -> str:
    """Its last digits: enough to find it in a list, too few to take a number with."""
    return "•" * (len(code) - _SEEN) + code[-_SEEN:]


def _state(each: Appointment, use: CodeUse | None, hall: Hall, now: datetime) -> str:
    zone = ZoneInfo(hall.hall.timezone)
    if use is not None and use.taken is not None:
        at = f"{use.taken.astimezone(zone):%H:%M}"
        return chosen(f"已取号 {use.number}（{at}）", f"took number {use.number} at {at}")
    if use is not None:
        since = f"{use.given.astimezone(zone):%H:%M}"
        return chosen(
            f"正在取号 {use.number}（{use.screen}，{since} 起）",
            f"number {use.number} is being given since {since} at {use.screen}",
        )
    span = honoured_within(each, hall.calling.appointment_tolerance_minutes, zone)
    if now > span.last:
        return chosen("过时未到", "did not come")
    return chosen("可取号", "may come now") if now >= span.first else chosen("未到时间", "to come")


def _run(arguments: argparse.Namespace) -> int:
    settings, now = load(arguments.hall, arguments.run), hall_clock().now()
    hall = settings.hall
    named = hall.appointments.file
    if not named:
        problem, remedy = (
            "no table of appointments is named",
            'write file = "appointments.csv" there',
        )
        raise ConfigError(str(settings.file), "[appointments]", problem, remedy)
    when = arguments.day or business_day(now, hall.hall)
    table = load_appointments(settings.file.parent / named, hall, settings.queues_of_item())
    booked = [each for each in table.appointments if each.day == when]
    if arguments.code is not None:
        code = arguments.code.replace(" ", "")
        booked = [each for each in booked if each.code == code]
        if not booked:
            problem = f"nobody booked with the code {arguments.code!r} for {when}"
            raise ConfigError("command line", "--code", problem, "ask for the code once more")
    for line in lines(booked, uses(_facts(settings, when)), hall, now):
        say(line)
    if table.errors:
        raise table.errors[0]
    return 0


def _facts(settings: Settings, when: date) -> Iterator[Recorded]:
    """Of that day; none before the ledger was ever started."""
    file, hall = settings.run / FILE, settings.hall.hall
    if not file.exists():
        return
    zone = ZoneInfo(hall.timezone)
    begin, end = (
        day_begins(each, zone, hall.day_cutoff) for each in (when, when + timedelta(days=1))
    )
    for row in read(file, begin, end):
        if not row.withheld:
            yield recorded(row)


COMMAND = Command(
    name="appointments",
    help="the appointments of a day: who came, which code is used, which is being given",
    add=_add,
    run=_run,
)
