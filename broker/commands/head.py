"""`hall head`: the ledger's head of an evening, for the leader's slip and book."""

from __future__ import annotations

import argparse
from pathlib import Path

from broker.bus.base import Delivery
from broker.commands.base import Command, add_place
from broker.commands.conversation import Unsaid, ask_device, of_driver
from broker.commands.days import day as a_day
from broker.commands.visiting import visit
from broker.domain.errors import ConfigError, StoreKnown
from broker.domain.hall import Hall, Wire
from broker.domain.inventory import ALONE
from broker.ledger.auditing import business_day, head_of, keep_head
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.service.driver import driver
from broker.service.life import find_broker, new_id
from broker.settings import Settings, load_without_items
from broker.terminal import say
from broker.wire.messages import DeviceState, Liveness, SlipText, SlipTextEnded
from broker.wire.topics import Kind, Topics

_LISTENING = 1.0  # seconds in which all that is retained has come
_PRINTING = 20.0

_UNSAID = Unsaid(
    unopened="Not printed: {error}.",
    refused="Not printed: {error}.",
    silent="Not printed: {error}.",
)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", nargs="?", type=a_day, help="like 2026-11-23 (default: today)")
    add_place(parser)
    parser.add_argument("--printer", metavar="ID", help="print it there too: kiosk-1, guide-1")


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    building, kept = settings.hall.hall, settings.hall.backup.heads
    today = business_day(hall_clock().now(), building)
    day = arguments.day or today
    if day > today:
        raise ConfigError("hall head", f"{day}", "this day is to come", "name one that has begun")
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
    """By the kiosk or guide desk that holds the printer, or where none runs, by ourselves."""
    wire = _wire(settings.hall, place)
    if find_broker(settings) is not None:
        ended = _by_holder(settings, place, lines)
        if ended is not None:
            say(f"Not printed: {ended.trouble}." if ended.trouble else f"Printed at {place}.")
            return 1 if ended.trouble else 0
    return _directly(settings, wire, lines)


def _by_holder(settings: Settings, place: str, lines: tuple[str, ...]) -> SlipTextEnded | None:
    """What the holder of the printer says; None where there is none, or it stays silent."""
    topics, clock = Topics(settings.hall.hall.id), hall_clock()
    kiosk = any(each.id == place for each in settings.hall.kiosks)
    post = (Kind.KIOSK if kiosk else Kind.GUIDE, place)
    asked = SlipText(id=new_id(), at=clock.now(), lines=lines)
    there: list[object] = []
    heard: list[SlipTextEnded] = []

    def hear(delivery: Delivery) -> None:
        message = delivery.message
        if isinstance(message, SlipTextEnded) and message.text == asked.id:
            heard.append(message)
        elif isinstance(message, DeviceState) and message.state is Liveness.READY:
            there.append(message)

    with visit(settings, "head", clock) as guest:
        guest.bus.subscribe(topics.liveness(Kind.SERVICE, place), DeviceState, hear)
        guest.bus.subscribe(topics.slip_text_ended(*post), SlipTextEnded, hear)
        if guest.connected() and guest.until(lambda: bool(there), _LISTENING):
            guest.bus.publish(topics.slip_text(*post), asked)
            guest.until(lambda: bool(heard), _PRINTING)
    return heard[0] if heard else None


def _directly(settings: Settings, wire: Wire, lines: tuple[str, ...]) -> int:
    printer = driver(wire.driver)
    if printer.compose is None:
        raise ConfigError("hall head", wire.id, f"{printer.title} prints no text", "name another")
    where = argparse.Namespace(port=settings.port(wire), baud=wire.baud, address=ALONE, trace=None)
    with of_driver(printer):
        commands = printer.compose(ALONE, "\n".join(lines))
    ended = ask_device(printer, where, commands, _UNSAID)
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
