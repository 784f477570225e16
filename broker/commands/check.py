"""`hall check FILE`: is this hall.toml right, and what does it describe?"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from broker.commands.base import Command
from broker.commands.input_rights import unreadable
from broker.domain.checking import Installed
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.inventory import DeviceKind
from broker.domain.kiosks import VoiceEngine
from broker.language import chosen
from broker.registry import names
from broker.service.driver import GROUPS, lacks, refuses, unfit, unlit
from broker.settings import Settings, examine
from broker.settings.attract import films_can_be_played
from broker.settings.beside import Beside, judge_beside
from broker.settings.rule_book import RULES, load_rules
from broker.sound import espeak, player
from broker.terminal import complain, show

_SHOWN = 20  # findings of a kind that a screen has room for
_IN_CHINESE = {
    "display": "显示屏", "evaluator": "评价器", "reader": "指纹机", "kiosk": "取号机",
    "guide desk": "导办台", "keypad": "键盘", "clock-in screen": "打卡屏",
}  # fmt: skip


class _Fits(Mapping[str, str]):
    """The drivers of a kind; one is loaded, to see whether it can be used, when it is looked at."""

    def __init__(self, kind: DeviceKind) -> None:
        self._kind = kind
        self._names = names(GROUPS[kind])

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return unfit(self._kind, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def installed() -> Installed:
    """The drivers on this machine, and its devices."""
    return Installed({kind: _Fits(kind) for kind in GROUPS}, refuses, unlit, os.path.realpath)


def describe(settings: Settings) -> str:
    """What the hall has, for somebody who wants to see that nothing was forgotten."""
    hall = settings.hall
    rows = [
        f"{hall.hall.name} ({hall.hall.name_en})",
        f"  departments  {len(hall.departments)}",
        f"  items        {len(settings.items)}",
        f"  queues       {len(hall.queues)}",
        _windows(len(hall.windows), len(hall.zones)),
        f"  staff        {len(hall.staff)}",
        f"  devices      {_devices(settings)}",
    ]
    return "\n".join([*rows, "", *_queues(settings)])


def _windows(count: int, zones: int) -> str:
    if zones == 1:
        return f"  windows      {count} in one zone"
    return f"  windows      {count} in {zones} zones"


def _devices(settings: Settings) -> str:
    hall = settings.hall
    counts = {
        "display": len(hall.displays),
        "evaluator": len(hall.evaluators),
        "reader": len(hall.readers),
        "kiosk": len(hall.kiosks),
        "guide desk": len(hall.guide_desks),
    }
    if hall.keypads:
        counts["keypad"] = len(hall.keypads)
    if hall.clock_ins:
        counts["clock-in screen"] = len(hall.clock_ins)
    return chosen(_counted_zh(counts, len(hall.lines)), _counted(counts, len(hall.lines)))


def _counted(counts: Mapping[str, int], lines: int) -> str:
    listed = ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
    return f"{listed} on {lines} lines"


def _counted_zh(counts: Mapping[str, int], lines: int) -> str:
    listed = "、".join(f"{_IN_CHINESE[name]} {count} 台" for name, count in counts.items())
    return f"{listed}，共 {lines} 条线路"


def _queues(settings: Settings) -> list[str]:
    counts = Counter(item.queue for item in settings.items)
    rows = []
    for queue in settings.hall.queues:
        windows = [str(each.number) for each in settings.hall.windows if queue.id in each.queues]
        at = f"window{'s' if len(windows) > 1 else ''} {', '.join(windows)}"
        rows.append(f"  {queue.prefix:<3}{queue.id:<15}{counts[queue.id]:>4} items  {at}")
    return rows


def _numbered(heading: str, found: Sequence[ConfigError]) -> str:
    shown = [f"{index}. {each}" for index, each in enumerate(found[:_SHOWN], 1)]
    left = len(found) - _SHOWN
    return "\n".join([heading, *shown, *([_more(left)] if left > 0 else [])])


def _more(left: int) -> str:
    return chosen(f"……另有 {left} 条，改好以上后再看", f"… and {left} more, when these are mended")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the hall's hall.toml")


def _rules(file: Path) -> tuple[ConfigError, ...]:
    """What is wrong with the hall's rules of attendance, where it has some."""
    try:
        if file.is_file():
            load_rules(file)
    except ConfigError as error:
        return (error,)
    return ()


def _sounds(hall: Hall) -> Iterator[ConfigError]:
    """What this machine lacks to be heard; the hall runs without it."""
    rules = hall.voice.engine is not VoiceEngine.NONE, hall.kiosk.touch_sound
    packages = espeak.missing() if rules[0] else ()
    if rules[1] and not player.installed():
        packages = tuple(dict.fromkeys((*packages, player.PACKAGE)))
    for package in packages:
        place = "[voice] engine" if rules[0] else "[kiosk] touch_sound"
        problem = f"{package} is not installed on this machine"
        remedy = f"on the machine of a kiosk: apt-get install {package}"
        yield ConfigError("hall.toml", place, problem, remedy)


def _films(hall: Hall) -> Iterator[ConfigError]:
    """A film that this machine cannot play; the hall runs without it."""
    if (hall.attract.film or hall.attract.sign_film) and not films_can_be_played():
        problem = "films need PySide6-Addons, which is not installed on this machine"
        remedy = "on the machine of a kiosk: pip install 'service-hall[film]' (400 MB)"
        key = "film" if hall.attract.film else "sign_film"
        yield ConfigError("hall.toml", f"[attract] {key}", problem, remedy)


def _lacks(hall: Hall) -> Iterator[ConfigError]:
    """What a driver of this hall does not find on this machine, which may be another than its
    device's; the hall runs without it."""
    for name in dict.fromkeys(each.driver for each in hall.lines):
        if (lacking := lacks(name)) is not None:
            yield lacking


def _here(settings: Settings | None) -> tuple[ConfigError, ...]:
    """What this machine lacks."""
    if settings is None:
        return ()
    hall = settings.hall
    return (*_sounds(hall), *_films(hall), *unreadable(hall), *_lacks(hall))


def _run(arguments: argparse.Namespace) -> int:
    examined = examine(arguments.file, installed=installed())
    settings = examined.settings
    beside = judge_beside(settings) if settings else Beside()
    errors = (*examined.errors, *_rules(arguments.file.parent / RULES), *beside.errors)
    if errors:
        complain(_numbered("To mend:", errors))
    if warnings := (*examined.warnings, *beside.doubts, *_here(settings)):
        complain(_numbered("To look at:", warnings))
    if errors or settings is None:
        return 1
    show(describe(settings) + "\n")
    return 0


COMMAND = Command("check", "say what a hall.toml describes, or what is wrong with it", _add, _run)
