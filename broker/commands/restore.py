"""`hall restore COPY`: put a copy in the place of the ledger, while the hall is closed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.ledger.reading import opened, rows
from broker.ledger.restoring import Restored, restore
from broker.ledger.rows import moment
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import load_without_items
from broker.terminal import say


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, help="a copy of a ledger, compressed or plain")
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    file, zone = settings.run / FILE, ZoneInfo(settings.hall.hall.timezone)
    stamp = f"before-{hall_clock().now().astimezone(zone):%Y-%m-%d-%H%M%S}"
    done = restore(arguments.copy, file, stamp)
    say(f"{file}: {done.copy.facts} facts from {arguments.copy}, the chain holds")
    for line in _told(done, file, zone):
        say(line)
    return 0


def _told(done: Restored, file: Path, zone: ZoneInfo) -> Iterator[str]:
    newest = _newest(file, done.copy.facts)
    if newest is not None:
        yield f"the newest is of {moment(newest).astimezone(zone):%Y-%m-%d %H:%M}"
    if done.aside is not None:
        yield f"the ledger that was there is kept: {done.aside}"
    if done.only_aside is None:
        yield "how many facts only that one has is not known: it cannot be read"
    elif done.only_aside:
        yield (
            f"{done.only_aside} facts are only there: numbers given since then will be given"
            " again; collect the slips of people who wait"
        )


def _newest(file: Path, facts: int) -> int | None:
    with opened(file) as (db, _):
        return next((row.at for row in rows(db, facts)), None)


COMMAND = Command("restore", "put a copy in the place of the ledger, audited", _add, _run)
