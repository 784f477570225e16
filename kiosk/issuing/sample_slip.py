"""`hall slip`: the slip as `[slip]` has it, as a picture and on paper, while no kiosk runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.conversation import Unsaid, ask_device, of_driver
from broker.domain.alerts import Sentences
from broker.domain.errors import ConfigError
from broker.domain.hall import Queue, Wire
from broker.domain.ids import NO_ITEM, NO_REQUEST, NO_TICKET, RequestId, item_id, ticket_number
from broker.domain.inventory import ALONE
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.domain.slips import Roll
from broker.domain.tickets.facts import WaitBasis
from broker.domain.waiting.ranging import Minutes
from broker.registry import Group, load
from broker.service.clock import hall_clock
from broker.service.driver import load_driver
from broker.settings import Settings
from broker.settings import load as load_hall
from broker.terminal import say as tell
from kiosk.issuing.events import Print
from kiosk.issuing.slips import Slips
from kiosk.issuing.waits import basis_in_words, in_words
from kiosk.printing.driver import PrinterDriver
from kiosk.words import Wording
from kiosk.words import say as worded

_USUAL = "escpos"  # where hall.toml names no printer yet
_PICTURE = ".png"
_NUMBER, _AHEAD, _WAIT = 7, 3, Minutes(12, 18)  # invented: the slip says that it is a sample
_RESERVATION = RequestId("a-sample-of-hall-slip")  # no reservation: its link leads to no number

Draw = Callable[[bytes, Roll, Path], None]
"""Draws what a printer was sent, as an entry of `hall.paper` does."""


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "--out", type=Path, default=Path("slip.png"), help="the picture (default: slip.png)"
    )
    parser.add_argument(
        "--paper", type=int, choices=[58, 80], help="millimetres across (default: as in hall.toml)"
    )
    parser.add_argument("--queue", help="id of the queue it is of (default: the first one)")
    parser.add_argument(
        "--kiosk", help="id of the kiosk or guide desk whose slip it is (default: the first one)"
    )
    parser.add_argument("--print", action="store_true", dest="on_paper", help="on its printer, too")


def _run(args: argparse.Namespace) -> int:
    settings = load_hall(args.hall, args.run)
    post = _post(settings, args.kiosk)
    wire = settings.hall.wire(post.line) if post else None
    driver = load_driver(PrinterDriver, wire.driver if wire else _USUAL)
    roll = Roll(args.paper) if args.paper else _roll(settings, post)
    wanted = wanted_slip(settings, _queue(settings, args.queue), hall_clock().now())
    with of_driver(driver):
        job = driver.slip(wanted.job, _slips(settings, post).slip(wanted), roll)
    _draw(driver, job, roll, args.out)
    tell(f"A slip on {roll.value} mm paper: {args.out}")
    return _on_paper(settings, wire, driver, job) if args.on_paper else 0


def wanted_slip(settings: Settings, queue: Queue, now: datetime) -> Print:
    """A number of this queue that nobody has, with everything that can stand on a slip."""
    item = next((each for each in settings.items if each.queue == queue.id), None)
    basis = basis_in_words(WaitBasis.TODAY)
    return Print(
        job=_RESERVATION,
        ticket=NO_TICKET,
        number=ticket_number(queue.prefix, _NUMBER),
        queue=queue.id,
        ahead=_AHEAD,
        windows=tuple(each.number for each in settings.hall.windows_of(queue.id)),
        item=item.id if item else NO_ITEM,
        priority=False,
        at=now,
        reservation=_RESERVATION if settings.hall.hall.public_url else NO_REQUEST,
        wait=_both(worded("wait.slip", wait=in_words(_WAIT), basis=basis)),
        mark=_both(worded("slip.sample")),
    )


def _both(words: Wording) -> Sentences:
    return Sentences(words.zh, words.en)


def _post(settings: Settings, key: str | None) -> Kiosk | GuideDesk | None:
    """The screen of this id; without one, the first that has a printer, if any has."""
    hall = settings.hall
    posts: tuple[Kiosk | GuideDesk, ...] = (*hall.kiosks, *hall.guide_desks)
    if key is None:
        return next((each for each in posts if hall.wire(each.line)), None)
    found = next((each for each in posts if each.id == key), None)
    if found is None:
        known = ", ".join(each.id for each in posts) or "none"
        raise _unknown("--kiosk", key, known)
    return found


def _queue(settings: Settings, key: str | None) -> Queue:
    queues = settings.hall.queues
    found = settings.hall.queue(key) if key is not None else next(iter(queues), None)
    if found is None:
        raise _unknown("--queue", key or "", ", ".join(each.id for each in queues) or "none")
    return found


def _unknown(option: str, key: str, known: str) -> ConfigError:
    problem = f"hall.toml has none that is called “{key}”"
    return ConfigError("hall slip", option, problem, f"use one of: {known}")


def _roll(settings: Settings, post: Kiosk | GuideDesk | None) -> Roll:
    return (post.paper if post else None) or settings.hall.slip.paper


def _slips(settings: Settings, post: Kiosk | GuideDesk | None) -> Slips:
    """As the screen itself makes them."""
    hall, named = settings.hall, {each.id: each.name for each in settings.items}
    desk = hall.plan.guide_desk if hall.plan else None
    return Slips(
        hall,
        lambda department, number: named.get(item_id(department, number), ""),
        ZoneInfo(hall.hall.timezone),
        post.spot if isinstance(post, Kiosk) else desk,
        settings.slip_form,
    )


def _draw(driver: PrinterDriver, job: Any, roll: Roll, file: Path) -> None:
    if file.suffix.lower() != _PICTURE:
        raise ConfigError("hall slip", "--out", f"{file} is no picture", "name a .png file")
    if driver.encode is None:
        problem, remedy = (
            f"{driver.title} is sent no bytes",
            "look at its own slip: hall slip --print",
        )
        raise ConfigError("hall slip", driver.name, problem, remedy)
    draw: Draw = load(Group.PAPER, driver.name)
    draw(driver.encode(job), roll, file)


def _on_paper(settings: Settings, wire: Wire | None, driver: PrinterDriver, job: Any) -> int:
    if wire is None:
        problem, remedy = "no kiosk of hall.toml has a printer", "name its line in [[kiosks]]"
        raise ConfigError("hall slip", "--print", problem, remedy)
    place = settings.port(wire)
    named = argparse.Namespace(port=place, baud=wire.baud, address=ALONE, trace=False)
    unsaid = Unsaid(
        unopened="Not printed: {error}. Where the kiosk runs, it has the printer: end it first.",
        refused=f"The printer on {place} did not print it: {{error}}.",
        silent=f"Nobody knows whether the printer on {place} printed it: {{error}}.",
    )
    if ask_device(driver, named, [job], unsaid) is None:
        return 1
    tell(f"Printed on {place}.")
    return 0


COMMAND = Command(
    name="slip",
    help="show a slip as hall.toml has it, as a picture and on paper",
    add=_add,
    run=_run,
)
