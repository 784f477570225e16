"""`hall rehearse --month --seed N`: a month within a minute, and how often the ranges held."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from broker.commands.base import Command
from broker.domain.errors import ConfigError
from broker.domain.floor import Floor
from broker.domain.hall import Hall
from broker.domain.holidays import works
from broker.language import chosen
from broker.settings import load
from broker.terminal import say, show
from firmware_mocks.rehearsal.month import makeup
from firmware_mocks.rehearsal.month.chance import Chance
from firmware_mocks.rehearsal.month.day import PlayedDay
from firmware_mocks.rehearsal.month.judging import RangeJudge
from firmware_mocks.rehearsal.month.table import table

_SAMPLE = Path(__file__).parents[3] / "examples/zhenlai/hall.toml"


def days(hall: Hall, count: int) -> Iterator[date]:
    """So many days on which the hall is open."""
    day = makeup.FIRST
    for _ in range(count):
        while not works(hall.hours, day):
            day += timedelta(days=1)
        yield day
        day += timedelta(days=1)


def month(hall: Hall, seed: int, busy: float, count: int, *, knowing: bool) -> Iterator[RangeJudge]:
    """Play so many days; after each, what has been judged so far. Punches are not played: whoever
    sits at a window is on duty."""
    hall = replace(hall, calling=replace(hall.calling, require_on_duty=False))
    floor, chance = Floor(hall), Chance(hall, seed, busy)
    judge = RangeJudge(lambda: chance.means, knowing=knowing)
    for day in days(hall, count):
        PlayedDay(floor, chance, (judge.hear,)).play(day)
        yield judge


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", action="store_true", help="a month of made-up citizens")
    parser.add_argument("--seed", type=int, default=makeup.TUNED_ON[0], help="which month")
    parser.add_argument("--load", choices=sorted(makeup.LOADS), default="normal", help="how busy")
    parser.add_argument(
        "--days",
        type=int,
        choices=range(1, makeup.DAYS + 1),
        default=makeup.DAYS,
        metavar="N",
        help="fewer days than a month",
    )
    parser.add_argument(
        "--knowing", action="store_true", help="beside it, who knows the true means (slower)"
    )
    parser.add_argument("--hall", type=Path, default=_SAMPLE, help="hall.toml (default: sample)")


def _run(arguments: argparse.Namespace) -> int:
    if arguments.hall == _SAMPLE and not _SAMPLE.exists():
        problem = "the sample hall is not here"
        raise ConfigError(str(_SAMPLE), "the whole file", problem, "name a hall with --hall")
    hall = load(arguments.hall, Path()).hall
    busy = makeup.LOADS[arguments.load]
    judge: RangeJudge | None = None
    played = month(hall, arguments.seed, busy, arguments.days, knowing=arguments.knowing)
    for number, judge in enumerate(played, 1):
        held = round(judge.whole.ours.rate)
        say(chosen(f"第 {number} 天 · 准确率 {held}%", f"day {number} · {held} % held"))
    if judge is not None:
        show(table(hall, judge))
    return 0


COMMAND = Command("rehearse", "play a month of a hall within a minute", _add, _run)
