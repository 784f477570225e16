"""`hall punch`: the duty leader notes a punch that no reader could take."""

from __future__ import annotations

import argparse
from datetime import datetime, time
from zoneinfo import ZoneInfo

from broker.bus.base import Unanswered
from broker.commands.base import Command, add_place
from broker.commands.visiting import visit
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.errors import ConfigError, WireError
from broker.domain.requests import Answer, Refused
from broker.service.clock import hall_clock
from broker.service.life import new_id
from broker.settings import load
from broker.terminal import say
from broker.wire.codec import encode, judged_request

_DEVICE = "duty-leader"  # where a reader's id would stand


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
    settings = load(arguments.hall, arguments.run)
    clock, zone = hall_clock(), ZoneInfo(settings.hall.hall.timezone)
    now = clock.now()
    request = _checked(_request(arguments, now, punched_at(arguments.at, now, zone)))
    with visit(settings, "punch", clock) as guest:
        if not guest.connected():
            say(
                "未登记：大厅系统没有应答，请确认系统已启动。 /"
                " Not recorded: nobody answers; is the hall running?"
            )
            return 1
        return _tell(guest.ask(request), request, zone)


def _request(arguments: argparse.Namespace, now: datetime, moment: datetime) -> RecordPunch:
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


def _checked(request: RecordPunch) -> RecordPunch:
    """What the ledger could not read it would not answer: better said at once."""
    try:
        judged_request(encode(request))
    except (WireError, ValueError) as error:
        problem = f"the ledger could not read this: {error}"
        raise ConfigError("command line", "arguments", problem, "correct it") from error
    return request


def _tell(answer: Answer | Unanswered, request: RecordPunch, zone: ZoneInfo) -> int:
    if isinstance(answer, Unanswered):
        say(
            "没有应答，不能确定是否已登记，请先用 hall status 核对在岗人员再补登。 /"
            " Nobody answered; it may be recorded or not: see with `hall status` who is on duty."
        )
        return 1
    if isinstance(answer, Refused):
        say(f"未登记：{answer.zh} / Not recorded: {answer.en}")
        return 1
    when = f"{request.punched_at.astimezone(zone):%H:%M}"
    say(
        f"已登记：工号 {request.staff} 于 {when} 打卡，由值班长 {request.by} 补登。 /"
        f" Recorded: staff number {request.staff} punched at {when}, noted by {request.by}."
    )
    return 0


COMMAND = Command(
    name="punch",
    help="note a punch for somebody whom no reader could recognise, as duty leader",
    add=_add,
    run=_run,
)
