"""`hall report timeline --hall hall.toml`: a day in one row, and where a post was vacant (空岗)."""

from __future__ import annotations

import argparse
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import DutyCorrected, PunchRecorded, Turn
from broker.domain.base import kebab
from broker.domain.errors import ConfigError
from broker.domain.ground import day_begins
from broker.domain.ratings.facts import RatingGiven
from broker.domain.timeline import At, Happening, Timeline, Vacancy, VacancyKind, timeline
from broker.language import chosen
from broker.ledger.auditing import business_day
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings, load
from broker.terminal import say

WORD = Path("timeline")

_DID = {
    "punch-recorded": ("打卡", "punched"),
    "duty-corrected": ("值班长更正", "corrected by the leader"),
    "window-opened": ("开窗", "window opened"),
    "window-paused": ("暂停", "window paused"),
    "window-resumed": ("恢复", "window resumed"),
    "window-closed": ("关窗", "window closed"),
    "ticket-called": ("叫号", "called"),
    "service-started": ("开始办理", "service began"),
    "service-finished": ("办结", "service ended"),
    "ticket-missed": ("过号", "no-show"),
    "rating-given": ("评价", "rated"),
}
_TURN = {Turn.IN: ("到岗", "came"), Turn.OUT: ("离岗", "went")}


def run(arguments: argparse.Namespace) -> int:
    """Say the day, line by line; status 1 where a post was vacant."""
    if arguments.hall is None:
        raise ConfigError("command line", "--hall", "this is missing", "name it")
    settings, now = load(arguments.hall, arguments.run), hall_clock().now()
    day = arguments.period[0] if arguments.period else business_day(now, settings.hall.hall)
    found = of(settings, arguments.ledger or settings.run / FILE, day, now)
    zone = ZoneInfo(settings.hall.hall.timezone)
    for line in found.lines:
        if arguments.window in (0, line.window) or not line.window:
            say(_said(line, zone))
    for each in found.vacancies:
        if arguments.window in (0, each.post.window) or not each.post.window:
            say(vacancy_said(each, zone))
    if not found.vacancies:
        say(chosen("没有空岗。", "No post was vacant."))
    return 1 if found.vacancies else 0


def of(settings: Settings, ledger: Path, day: date, now: datetime) -> Timeline:
    """The timeline of a business day. Raises `StoreError`."""
    building = settings.hall.hall
    zone = ZoneInfo(building.timezone)
    begin, end = (
        day_begins(each, zone, building.day_cutoff) for each in (day, day + timedelta(days=1))
    )
    facts = (recorded(row) for row in read(ledger, begin, end) if not row.withheld)
    told = (At(each.at, each.fact) for each in facts)
    return timeline(settings.hall, settings.items, told, min(now, end))


def _said(line: Happening, zone: ZoneInfo) -> str:
    fact = line.fact
    zh, en = _DID[kebab(type(fact).__name__)]
    if isinstance(fact, DutyCorrected):
        more = chosen(*_TURN[fact.turn])
    elif isinstance(fact, PunchRecorded):
        more = fact.way.value
    else:
        more = fact.level.value if isinstance(fact, RatingGiven) else ""
    window = chosen(f"{line.window} 号窗口", f"window {line.window}") if line.window else "-"
    parts = (line.staff or "-", line.number, chosen(zh, en), more)
    clock = f"{line.at.astimezone(zone):%H:%M:%S}"
    return f"{clock}  {window:<10} {' '.join(each for each in parts if each)}"


def vacancy_said(vacancy: Vacancy, zone: ZoneInfo) -> str:
    """One vacancy, as a sentence."""
    post = vacancy.post
    begin, end = (f"{each.astimezone(zone):%H:%M}" for each in (vacancy.begin, vacancy.end))
    minutes = round(vacancy.minutes)
    if post.kind is VacancyKind.UNMANNED:
        return chosen(
            f"空岗：{begin}–{end} {post.window} 号窗口开着，工号 {post.staff} 不在岗"
            f"（{minutes} 分钟）",
            f"vacant: {begin}–{end} window {post.window} was open and {post.staff} not on duty"
            f" ({minutes} minutes)",
        )
    return chosen(
        f"空岗：{begin}–{end} 工号 {post.staff} 在岗，没有开窗口（{minutes} 分钟）",
        f"vacant: {begin}–{end} {post.staff} was on duty and at no window ({minutes} minutes)",
    )
