"""`hall punch`: the duty leader notes a punch that no reader could take, or says what one meant."""

from __future__ import annotations

import argparse
from datetime import datetime, time
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.recording import checked, record
from broker.domain.alerts import Sentences
from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.attendance.requests import CorrectDuty, RecordPunch
from broker.domain.errors import ConfigError
from broker.service.clock import hall_clock
from broker.service.life import new_id
from broker.settings import load_without_items

_DEVICE = "duty-leader"  # where a reader's id would stand
_UNSURE = Sentences(
    "没有应答，不能确定是否已登记，请先用 hall status 核对在岗人员再补登。",
    "Nobody answered; it may be recorded or not: see with `hall status` who is on duty.",
)
_SINCE = {Turn.IN: ("在岗", "here"), Turn.OUT: ("离岗", "away")}


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("staff", help="staff number of who came or went")
    add_place(parser)
    parser.add_argument("--by", required=True, metavar="LEADER", help="the leader's staff number")
    parser.add_argument(
        "--reason", required=True, help="why no reader took it; kept for ever, so name nobody"
    )
    parser.add_argument(
        "--at", type=_clock_time, metavar="HH:MM", help="hall time today (default: now)"
    )
    parser.add_argument(
        "--as",
        dest="turn",
        choices=[each.value for each in Turn],
        help="came (in) or went (out), whatever the punches say; counts at once",
    )


def _clock_time(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 08:20") from error


def punched_at(at: time | None, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment meant by `at` on the hall's calendar day of `now`, by default `now` itself.

    `ConfigError` for a moment that is still to come.
    """
    if at is None:
        return now
    moment = datetime.combine(now.astimezone(zone).date(), at, zone)
    if moment > now:
        problem = f"{at:%H:%M} is still to come today"
        raise ConfigError("command line", "--at", problem, "name the time of the punch")
    return moment


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    clock, zone = hall_clock(), ZoneInfo(settings.hall.hall.timezone)
    now = clock.now()
    make = _correction if arguments.turn else _punch
    request = checked(make(arguments, now, punched_at(arguments.at, now, zone)))
    return record(settings, clock, request, _UNSURE, _recorded(request, zone))


def _punch(arguments: argparse.Namespace, now: datetime, moment: datetime) -> RecordPunch:
    return RecordPunch(
        id=new_id(),
        at=now,
        source="punch",
        staff=arguments.staff,
        device=_DEVICE,
        punched_at=moment,
        way=PunchWay.LEADER,
        reason=arguments.reason.strip(),
        by=arguments.by,
    )


def _correction(arguments: argparse.Namespace, now: datetime, moment: datetime) -> CorrectDuty:
    return CorrectDuty(
        id=new_id(),
        at=now,
        source="punch",
        staff=arguments.staff,
        turn=Turn(arguments.turn),
        since=moment,
        reason=arguments.reason.strip(),
        by=arguments.by,
    )


def _recorded(request: RecordPunch | CorrectDuty, zone: ZoneInfo) -> Sentences:
    match request:
        case RecordPunch(punched_at=moment):
            when = f"{moment.astimezone(zone):%H:%M}"
            return Sentences(
                f"已登记：工号 {request.staff} 于 {when} 打卡，由 {request.by} 补登。",
                f"Recorded: staff number {request.staff} punched at {when}, noted by {request.by}.",
            )
        case CorrectDuty(since=moment):
            when = f"{moment.astimezone(zone):%H:%M}"
            zh, en = _SINCE[request.turn]
            return Sentences(
                f"已更正：工号 {request.staff} 自 {when} 起{zh}，由 {request.by} 更正。",
                f"Recorded: staff number {request.staff} is {en} from {when}, says {request.by}.",
            )
        case _:
            assert_never(request)


COMMAND = Command(
    name="punch",
    help="note a punch for somebody whom no reader could recognise, as duty leader",
    add=_add,
    run=_run,
)
