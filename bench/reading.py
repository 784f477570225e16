"""What is read and reckoned: a catalogue, a search in it, a month of punches, our own modules."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median

from bench.rows import Row
from bench.site import SAMPLE, Site
from broker.domain.attendance.turns import Touch, meanings
from broker.domain.catalogue import Item
from broker.domain.hall import Hall
from broker.settings import Settings, load
from broker.settings import items as catalogue
from kiosk.ticket.search import ItemSearch, all_names
from kiosk.words.paging import paged
from kiosk.words.spelling import Spelling, spelling

LARGE = 20_000  # items of a catalogue
_STAFF = 2000
_PAGE = 8  # rows that a page has room for
_DAYS = 31
_PUNCHES = (0.0, 3.2, 5.0, 8.7)  # hours after the first of the day
_ROUNDS = 5
_MODULES = ("queue_display", "evaluator", "fingerprint", "broker.ledger")
_LIBRARIES = "import paho.mqtt.client, serial, sqlite3, msgspec, uuid, zoneinfo"


def rows(
    site: Site, items: int = LARGE, staff: int = _STAFF, rounds: int = _ROUNDS
) -> Iterator[Row]:
    """A large catalogue, a county's own, a month of all staff, and what a service imports."""
    table = _table(site.settings, items)
    yield _read(site.settings, table, items, rounds)
    yield from _search(load(SAMPLE, site.settings.run).items)
    yield from _search(_called(catalogue.read("catalogue.csv", table, site.settings.hall).items))
    month = _took(lambda: _month(site.settings.hall, staff))
    yield Row.within(f"what a month of touches means, {staff} staff", month, 2.0, "s")
    yield from _imports(rounds)


def _table(settings: Settings, items: int) -> bytes:
    """A catalogue of so many items, with names as long as real ones, no two alike."""
    department = settings.hall.departments[0].name
    words = ("公共", "卫生", "许可", "证", "施工", "图", "审查", "企业", "登记", "补贴", "发放")
    lines = ["department,number,item"]
    for number in range(1, items + 1):
        places = ((number // (place + 1) + place * 5) % len(words) for place in range(7))
        name = "".join(words[place] for place in places)
        lines.append(f"{department},{number},{name}{number}")
    return "\n".join(lines).encode()


def _called(items: Sequence[Item]) -> list[Item]:
    """The same items with three names each that people say, and one in English."""
    return [
        replace(
            each,
            synonyms=tuple(each.name[at : at + 4] for at in (0, 3, 6)),
            name_en=f"Permit {each.number} for works",
        )
        for each in items
    ]


def _read(settings: Settings, table: bytes, items: int, rounds: int) -> Row:
    """Bytes of a bureau's table → items, beside Python's reading it as a table and no more."""
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(rounds):
        floor.append(_took(lambda: list(csv.reader(io.StringIO(table.decode())))))
        ours.append(_took(lambda: catalogue.read("catalogue.csv", table, settings.hall)))
    return Row.times(f"catalogue of {items:,}: import", median(ours), median(floor), 10.0)


def _search(items: Sequence[Item]) -> Iterator[Row]:
    """What one more key costs a visitor who types initials, the first page of hits included."""
    learnt: dict[str, Spelling] = {}
    made = _took(lambda: learnt.update((name, spelling(name)) for name in all_names(items)))
    index: list[ItemSearch] = []
    put = _took(lambda: index.append(ItemSearch(items, learnt)))
    keys = [_took(lambda typed=typed: paged(index[0].find(typed), 0, _PAGE)) for typed in _typed()]
    yield Row.within(f"catalogue of {len(items):,}: search, a key", median(keys) * 1000, 16.0, "ms")
    yield Row.within("… its slowest key", max(keys) * 1000, 16.0, "ms")
    yield Row.within("… its pinyin, once per catalogue", made, 30.0, "s")
    yield Row.within("… its index, beside the screen", put, 2.0, "s")


def _typed() -> list[str]:
    """Five words, key by key."""
    return [word[:end] for word in ("ggws", "sgtsc", "qysl", "btff", "xk9") for end in range(1, 5)]


def _month(hall: Hall, staff: int) -> int:
    """Which way each punch of a month counts, for all staff."""
    first = datetime(2026, 11, 1, 0, 20, tzinfo=UTC)
    days = [
        [Touch(first + timedelta(days=day, hours=hours)) for hours in _PUNCHES]
        for day in range(_DAYS)
    ]
    return sum(len(meanings(day, hall)) for _ in range(staff) for day in days)


def _imports(rounds: int) -> Iterator[Row]:
    """Importing a service, beside importing the libraries it cannot do without."""
    floor: list[float] = []
    ours: dict[str, list[float]] = {name: [] for name in _MODULES}
    for _ in range(rounds):
        floor.append(_imported(_LIBRARIES))
        for name, seconds in ours.items():
            seconds.append(_imported(f"import {name}.service"))
    for name, seconds in ours.items():
        yield Row.times(f"import {name}", median(seconds), median(floor), 2.0)


def _imported(statement: str) -> float:
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    words = [sys.executable, "-c", code]
    return float(subprocess.run(words, check=True, capture_output=True).stdout)


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
