"""`hall forget`: erase the punches of somebody who left, once nothing has to be kept any more."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date, datetime
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.days import day
from broker.domain.attendance.facts import Personal
from broker.domain.attendance.forgetting import (
    WrittenOn,
    check_clock,
    check_may_forget,
    counted_until,
    first_day,
    forgotten,
    last_day,
)
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal
from broker.language import chosen
from broker.ledger.auditing import business_day
from broker.ledger.erasing import Traces, erase, traces
from broker.ledger.rows import moment
from broker.ledger.scrubbing import scrub, scrub_due
from broker.ledger.service import FILE
from broker.ledger.store import Store
from broker.service.clock import hall_clock
from broker.settings import load_without_items
from broker.terminal import complain, say

_EARLIEST = date(2000, 1, 1)  # of whom nothing is known, nothing need be kept


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--staff", required=True, help="staff number of who has left")
    parser.add_argument("--by", required=True, help="staff number of the director who wants it")
    parser.add_argument(
        "--today", type=day, help="today's date, where the hall was closed for over forty days"
    )
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings, now = load_without_items(arguments.hall, arguments.run), hall_clock().now()
    staff, by = StaffId(arguments.staff), StaffId(arguments.by)
    zone = ZoneInfo(settings.hall.hall.timezone)
    with closing(Store(settings.run / FILE)) as store:
        if scrub_due(store.file):
            scrub(store.file)  # the last time was cut short
        found = traces(store, staff)
        personal = [each for each in found.facts if isinstance(each, Personal)]
        first = min(map(first_day, personal), default=date.max)
        last = max(map(last_day, personal), default=date.min)
        today, ledgers = business_day(now, settings.hall.hall), store.last_at
        try:
            check_clock(now, ledgers, today, arguments.today)
            if personal or not found.erased:
                today = min(today, business_day(ledgers or now, settings.hall.hall))
                counted = counted_until(_written(found), found.gaps, _EARLIEST)
                check_may_forget(settings.hall, staff, by, counted, today)
            check_no_finger(found, staff)
        except Refusal as refusal:
            complain(chosen(refusal.zh, refusal.en))
            return 1
        if not personal:
            say(_nothing(staff, found, zone))
            return 0
        erase(store, found.rows, forgotten(staff, by, _places(found), first, last), now)
    count = len(found.rows)
    say(
        chosen(
            f"已删除工号 {staff} 的 {count} 条考勤记录（{first} 至 {last}），只留校验值。",
            f"Erased {count} facts of staff number {staff}, {first} to {last}; their hashes stay.",
        )
    )
    say(
        chosen(
            "此前的备份里仍有这些记录，直到备份按 [backup] 轮换掉；恢复旧备份后请再办一次。",
            "Copies made before still hold them, until [backup] thins these; after a restore of one"
            " do this again.",
        )
    )
    if found.months:
        say(_still_named(staff, found.months))
    return 0


def _still_named(staff: StaffId, months: tuple[date, ...]) -> str:
    """A closed month does not change: whom it reckoned stays in it, the number and no more."""
    named = [f"{month:%Y-%m}" for month in months]
    return chosen(
        f"已封账的月份（{'、'.join(named)}）仍列有工号 {staff}，只有工号，没有打卡。",
        f"What closed {', '.join(named)} still names {staff}: the number, and no punch.",
    )


def check_no_finger(found: Traces, staff: StaffId) -> None:
    """Whose finger is still in a reader has not been let go yet."""
    if found.fingers:
        raise Refusal(No.FINGERS_LEFT, staff=staff)


def _written(found: Traces) -> list[WrittenOn]:
    told = zip(found.rows, found.facts, strict=True)
    return [
        WrittenOn(moment(row.at).date(), fact) for row, fact in told if isinstance(fact, Personal)
    ]


def _places(found: Traces) -> list[int]:
    return [row.seq for row in found.rows]


def _nothing(staff: StaffId, found: Traces, zone: ZoneInfo) -> str:
    if not found.erased:
        return chosen(
            f"台账里没有工号 {staff} 的考勤记录。", f"The ledger has no punches of {staff}."
        )
    at, fact = found.erased[-1]
    when = _day(at, zone)
    return chosen(
        f"工号 {staff} 的考勤记录已于 {when} 由 {fact.by} 删除。",
        f"The punches of {staff} were erased on {when} by {fact.by} already.",
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


COMMAND = Command(
    name="forget",
    help="erase the punches of somebody who left, when nothing has to be kept any more",
    add=_add,
    run=_run,
)
