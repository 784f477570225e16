"""`hall head`: the ledger's head of an evening, for the leader's slip and book."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from broker.commands.base import Command
from broker.commands.conversation import Unsaid, ask_device
from broker.domain.errors import ConfigError, StoreKnown
from broker.domain.hall import Hall, Wire
from broker.domain.inventory import ALONE
from broker.ledger.auditing import business_day, head_of, keep_head
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.service.driver import driver
from broker.settings import Settings, load
from broker.terminal import say

_UNSAID = Unsaid(
    unopened="Not printed: {error}. Where its kiosk or guide desk runs, end that first.",
    refused="Not printed: {error}.",
    silent="Not printed: {error}.",
)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", nargs="?", type=date.fromisoformat, help="default: today")
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    parser.add_argument("--run", type=Path, default=None, help="runtime directory")
    parser.add_argument("--printer", metavar="ID", help="print it there too: kiosk-1, guide-1")


def _run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.hall, arguments.run)
    building, kept = settings.hall.hall, settings.hall.backup.heads
    day = arguments.day or business_day(hall_clock().now(), building)
    head = head_of(settings.run / FILE, day, building)
    if head is None:
        raise StoreKnown(f"{settings.run / FILE}: no facts up to {day}, so there is no head")
    lines = head.slip(building.name)
    for line in lines:
        say(line)
    if kept:
        keep_head(Path(kept), head)
        say(f"kept in {kept}")
    return _printed(settings, arguments.printer, lines) if arguments.printer else 0


def _printed(settings: Settings, place: str, lines: tuple[str, ...]) -> int:
    wire = _wire(settings.hall, place)
    printer = driver(wire.driver)
    if printer.compose is None:
        raise ConfigError("hall head", place, f"{printer.title} prints no text", "name another")
    where = argparse.Namespace(port=settings.port(wire), baud=wire.baud, address=ALONE)
    ended = ask_device(printer, where, printer.compose(ALONE, "\n".join(lines)), _UNSAID)
    return 1 if ended is None else 0


def _wire(hall: Hall, place: str) -> Wire:
    """The line of the printer of a kiosk or guide desk. Raises `ConfigError`."""
    having = {each.id: each.line for each in hall.kiosks}
    having |= {each.id: each.line for each in hall.guide_desks if each.line}
    wire = hall.wire(having.get(place, ""))
    if wire is None:
        known = ", ".join(having) or "none in hall.toml"
        raise ConfigError("hall head", place, "no printer is there", f"use one of: {known}")
    return wire


COMMAND = Command("head", "the ledger's head of an evening, for the leader's book", _add, _run)
