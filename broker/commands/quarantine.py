"""`hall quarantine`: which punches are kept apart, and what the duty leader says of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from broker.commands.attendance_words import DOUBTS, WAYS
from broker.commands.base import Command, add_place
from broker.commands.days import moment
from broker.commands.recording import asker, checked, record
from broker.domain.alerts import Sentences
from broker.domain.attendance.facts import AttendanceFact, PunchQuarantined
from broker.domain.attendance.requests import LetPunchIn, SetPunchAside
from broker.domain.errors import ConfigError
from broker.domain.ground import OUTLIVED
from broker.domain.timesheet.gathering import Numbered, not_judged
from broker.language import chosen
from broker.ledger.reading import of_attendance
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings, load_without_items
from broker.terminal import say

ALL = "all"


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    judging = parser.add_mutually_exclusive_group()
    judging.add_argument(
        "--let-in", nargs="+", metavar="ID", help=f"these count from now on; {ALL}: all of them"
    )
    judging.add_argument("--set-aside", nargs="+", metavar="ID", help="these never count")
    parser.add_argument(
        "--at",
        type=_moment,
        metavar="TIME",
        help="let-in: when it counts, 2026-11-20T08:05",
    )
    parser.add_argument("--by", default="", metavar="LEADER", help="staff number of who judges")
    parser.add_argument("--reason", default="", help="kept for ever, so name nobody")


def _moment(words: str) -> datetime:
    try:
        return moment(words)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words}: no moment like 2026-11-20T08:05") from error


def waiting(settings: Settings) -> list[PunchQuarantined]:
    """The punches that nobody has judged, the oldest first. Raises `StoreError`."""
    rows = of_attendance(settings.run / FILE, OUTLIVED, OUTLIVED)  # what lasts, and nothing else
    read = ((row.seq, recorded(row).fact) for row in rows if not row.withheld)
    return not_judged(Numbered(seq, fact) for seq, fact in read if isinstance(fact, AttendanceFact))


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    kept = waiting(settings)
    wanted = arguments.let_in or arguments.set_aside
    if not wanted or (not kept and {*wanted} == {ALL}):
        for line in lines(kept, ZoneInfo(settings.hall.hall.timezone)):
            say(line)
        return 0
    found = [each for word in wanted for each in _meant(word, kept)]
    if arguments.at and (arguments.set_aside or len(found) != 1):
        problem = "one time is for one punch that is let in"
        raise ConfigError("command line", "--at", problem, "name one punch")
    return max(_judge(arguments, settings, each) for each in found)


def _judge(arguments: argparse.Namespace, settings: Settings, kept: PunchQuarantined) -> int:
    clock = hall_clock()
    make = _let_in if arguments.let_in else _set_aside
    request = checked(make(arguments, settings, kept, clock.now()))
    unsure = Sentences(
        f"没有应答，不能确定 {kept.punch} 是否已登记，请先用 hall quarantine 核对。",
        f"Nobody answered; {kept.punch} may be judged or not: see `hall quarantine`.",
    )
    done = Sentences(f"已作废：{kept.punch}", f"It never counts: {kept.punch}")
    if arguments.let_in:
        done = Sentences(f"已计入：{kept.punch}", f"It counts: {kept.punch}")
    refused = Sentences(f"未登记 {kept.punch}", f"Not recorded for {kept.punch}")
    return record(settings, clock, request, unsure, done, refused)


def _let_in(
    arguments: argparse.Namespace, settings: Settings, kept: PunchQuarantined, now: datetime
) -> LetPunchIn:
    at: datetime | None = arguments.at
    zone = ZoneInfo(settings.hall.hall.timezone)
    named = None if at is None else at.replace(tzinfo=at.tzinfo or zone)
    return LetPunchIn(**asker(arguments, now, "quarantine"), punch=kept.punch, counted_at=named)


def _set_aside(
    arguments: argparse.Namespace, _settings: Settings, kept: PunchQuarantined, now: datetime
) -> SetPunchAside:
    return SetPunchAside(**asker(arguments, now, "quarantine"), punch=kept.punch)


def _meant(word: str, kept: list[PunchQuarantined]) -> list[PunchQuarantined]:
    """The punches that somebody names: one by the beginning of its id, or all."""
    found = kept if word == ALL else [each for each in kept if word and each.punch.startswith(word)]
    if not found or (word != ALL and len(found) > 1):
        none = f"{word!r} is none of those that are kept apart"
        problem = f"{word!r} is the beginning of several" if found else none
        raise ConfigError("command line", "ID", problem, "see `hall quarantine` for the ids")
    return found


def lines(kept: list[PunchQuarantined], zone: ZoneInfo) -> Iterator[str]:
    """What is told of them at a terminal."""
    if not kept:
        yield chosen("没有待核的打卡。", "No punch is kept apart.")
        return
    yield chosen("编号  工号  自称时间  到达时间  设备  方式  原因",
                 "id  staff number  it claims  it came  device  by  why")  # fmt: skip
    for each in kept:
        claims, came = (f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" for at in (each.at, each.came))
        yield "  ".join(
            (each.punch, each.staff, claims, came, each.device, str(WAYS[each.way]),
             str(DOUBTS[each.doubt]))
        )  # fmt: skip


COMMAND = Command(
    name="quarantine",
    help="punches that cannot be believed: list them, let them in, or set them aside",
    add=_add,
    run=_run,
)
