"""`hall notices`: what hangs in the hall, one more of it, one less."""

from __future__ import annotations

import argparse
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.commands.base import Command
from broker.commands.days import day
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.notices import Notice
from broker.domain.text.judging import cleaned
from broker.language import chosen
from broker.service.clock import hall_clock
from broker.service.whole_file import write_whole
from broker.settings import read_hall
from broker.settings.notices import MOST, cells_of, load_notices, notice, written
from broker.terminal import say

_READABLE = 0o644  # screens that read it may be another user's
_WORDS = ("until", "text", "title_en", "text_en", "first")  # that say more of a new one


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--add", metavar="TITLE", help="hang one more up: its title in Chinese")
    change.add_argument(
        "--withdraw", type=int, metavar="NUMBER", help="take this one of the list down"
    )
    parser.add_argument("--text", help="what it says, in Chinese")
    parser.add_argument("--title-en", help="its title in English")
    parser.add_argument("--text-en", help="what it says, in English")
    parser.add_argument(
        "--from", dest="first", type=day, metavar="DAY", help="its first day; none: today"
    )
    parser.add_argument("--until", type=day, metavar="DAY", help="its last day: 2026-12-15")


def _run(arguments: argparse.Namespace) -> int:
    hall = read_hall(arguments.hall)
    file = _table(arguments.hall, hall)
    today = hall_clock().now().astimezone(ZoneInfo(hall.hall.timezone)).date()
    if arguments.add is None and any(getattr(arguments, each) is not None for each in _WORDS):
        raise _typed("--add", "no title is given", "say the title of a new notice with --add")
    if arguments.add is not None:
        return _hang_up(arguments, file, today)
    if arguments.withdraw is not None:
        return _take_down(arguments.withdraw, file)
    read = load_notices(file)
    for line in lines(read.notices, today):
        say(line)
    if read.errors:
        raise read.errors[0]
    return 0


def lines(notices: Sequence[Notice], today: date) -> Iterator[str]:
    """What is told of them at a terminal, as they stand in the table."""
    if not notices:
        yield chosen("没有通知。", "There is no notice.")
        return
    yield chosen("序号  起止日期  状态  标题", "number  days  state  title")
    for number, each in enumerate(notices, 1):
        title = chosen(each.title, each.title_en)
        yield f"{number}  {each.first} – {each.last}  {_state(each, today)}  {title}"


def _state(each: Notice, today: date) -> str:
    if today < each.first:
        return chosen("未到日期", "to come")
    return chosen("张贴中", "hangs") if today <= each.last else chosen("已过期", "over")


def _hang_up(arguments: argparse.Namespace, file: Path, today: date) -> int:
    if arguments.text is None:
        raise _typed("--text", "nothing is said", "say with --text what the notice says")
    if arguments.until is None:
        raise _typed("--until", "no last day is given", "say with --until until when it hangs")
    texts = (arguments.add, arguments.text, arguments.title_en or "", arguments.text_en or "")
    days = ((arguments.first or today).isoformat(), arguments.until.isoformat())
    new = notice("command line", "--add", (*days, *(cleaned(each).strip() for each in texts)))
    with _alone(file):
        known = _sound(file)
        if new in known:
            raise _typed("--add", "this notice hangs there already", "see `hall notices`")
        if len(known) >= MOST:
            problem = f"{len(known)} notices stand here"
            raise ConfigError(str(file), "the whole file", problem, "withdraw some of them")
        _write(file, (*known, new))
    _told(chosen(f"已登记：{new.title}", f"It is written down: {new.title_en}"), new)
    return 0


def _take_down(number: int, file: Path) -> int:
    with _alone(file):
        known = _sound(file)
        if not 1 <= number <= len(known):
            problem = f"{number} is the number of none"
            raise _typed("--withdraw", problem, "see `hall notices` for the numbers")
        old = known[number - 1]
        _write(file, (*known[: number - 1], *known[number:]))
    _told(chosen(f"已撤下：{old.title}", f"It is taken down: {old.title_en}"), old)
    return 0


def _told(done: str, each: Notice) -> None:
    """What was done, with all that the notice says: one taken down by mistake can be typed anew."""
    say(done)
    say("  " + " | ".join(cell for cell in cells_of(each) if cell))
    say(
        chosen(
            "取号机和综合屏十秒内按新表显示。",
            "Kiosks and boards show the new table within ten seconds.",
        )
    )


def _table(hall_toml: Path, hall: Hall) -> Path:
    if not hall.notices.file:
        problem, remedy = "no table of notices is named", 'write file = "notices.csv" there'
        raise ConfigError(str(hall_toml), "[notices]", problem, remedy)
    return (hall_toml.parent / hall.notices.file).resolve()


def _sound(file: Path) -> tuple[Notice, ...]:
    """All of them; a table that is not there yet has none. `ConfigError` for one with anything
    wrong in it: writing it anew would lose that row."""
    if not file.exists():
        return ()
    read = load_notices(file)
    if read.errors:
        raise read.errors[0]
    return read.notices


def _write(file: Path, notices: tuple[Notice, ...]) -> None:
    """Whole or not at all, in what office programs open as it is."""
    mode = file.stat().st_mode & 0o777 if file.exists() else _READABLE
    write_whole(file, written(notices).encode("utf-8-sig"), mode)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Nobody else adds or withdraws meanwhile: the later of two would undo the other's."""
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _typed(place: str, problem: str, remedy: str) -> ConfigError:
    return ConfigError("command line", place, problem, remedy)


COMMAND = Command(
    name="notices",
    help="the notices that hang in the hall: list them, add one, withdraw one",
    add=_add,
    run=_run,
)
