"""`hall pin`: PINs of staff are set, listed, unlocked and forgotten, on the ledger's machine."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from broker.commands.base import Command, add_place
from broker.commands.recording import checked, record
from broker.domain.alerts import Sentences
from broker.domain.desks.facts import PinLocked, PinUnlocked
from broker.domain.desks.requests import UnlockPin
from broker.domain.desks.strength import LEAST_OF_LEADERS, least_digits, weakness
from broker.domain.errors import ConfigError
from broker.domain.hall import Member
from broker.domain.ids import StaffId
from broker.language import chosen
from broker.ledger.pins import PinKept, read_pins, write_pins
from broker.ledger.reading import of_pins
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.service.life import new_id
from broker.settings import Settings, load_without_items
from broker.terminal import say

_WHERE = "command line"


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=tuple(_ACTIONS), help="set one, list who has one, unlock, or forget it"
    )
    parser.add_argument("staff", nargs="?", default="", metavar="STAFF", help="whose it is")
    parser.add_argument(
        "--generate", action="store_true", help="with `set`: make one and print it, this once"
    )
    parser.add_argument(
        "--by", default="", metavar="STAFF", help="with `unlock`: staff number of the leader"
    )
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_without_items(arguments.hall, arguments.run)
    return _ACTIONS[arguments.what](arguments, settings)


def _set(arguments: argparse.Namespace, settings: Settings) -> int:
    member = _member(settings, arguments.staff)
    pin = generated(member) if arguments.generate else _asked(member)
    pins = read_pins(settings.run)
    keep(settings, {member.id: pin}, pins)
    if arguments.generate:
        say(chosen(f"工号 {member.id} 的密码：{pin}", f"The PIN of {member.id}: {pin}"))
    else:
        say(chosen(f"工号 {member.id} 的密码已设置。", f"The PIN of {member.id} is set."))
    return 0


def keep(settings: Settings, fresh: Mapping[str, str], pins: Mapping[str, PinKept]) -> None:
    """Have these PINs beside those that are kept already."""
    from broker.ledger.pin_hashes import hashed

    now = hall_clock().now()
    write_pins(
        settings.run,
        {**pins, **{staff: PinKept(hashed(pin), now) for staff, pin in fresh.items()}},
    )


def generated(member: Member) -> str:
    """A PIN that nobody chose, and that is not too easy."""
    while True:
        pin = f"{secrets.randbelow(10**LEAST_OF_LEADERS):0{LEAST_OF_LEADERS}d}"
        if weakness(pin, member) is None:
            return pin


def _asked(member: Member) -> str:
    """Typed twice, unseen."""
    least = least_digits(member)
    pin = _typed(chosen(f"新密码（至少 {least} 位）：", f"New PIN ({least} digits at least): "))
    if (weak := weakness(pin, member)) is not None:
        raise ConfigError(_WHERE, "PIN", chosen(*weak), "choose another, or add --generate")
    if _typed(chosen("再输一次：", "Once more: ")) != pin:
        raise ConfigError(_WHERE, "PIN", "the second was another", "type it anew")
    return pin


def _typed(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().strip()


def _list(_arguments: argparse.Namespace, settings: Settings) -> int:
    for line in lines(settings, read_pins(settings.run), locked(settings)):
        say(line)
    return 0


def lines(
    settings: Settings, pins: Mapping[str, PinKept], shut: frozenset[StaffId]
) -> Iterator[str]:
    """What is told of PINs: whose, since when, and whether locked; never one of them."""
    zone = ZoneInfo(settings.hall.hall.timezone)
    for member in settings.hall.staff:
        kept = pins.get(member.id)
        since = f"{kept.since.astimezone(zone):%Y-%m-%d %H:%M}" if kept else chosen("无", "none")
        shown = [member.id, since]
        if member.id in shut:
            shown.append(chosen("已锁定", "locked"))
        yield "  ".join(shown)
    for gone in sorted(set(pins) - {each.id for each in settings.hall.staff}):
        yield f"{gone}  " + chosen("hall.toml 里没有，请清除", "not in hall.toml: forget it")


def locked(settings: Settings) -> frozenset[StaffId]:
    """The numbers that are locked, as the ledger's file says."""
    shut: set[StaffId] = set()
    file = settings.run / FILE
    for row in of_pins(file) if file.exists() else ():
        match recorded(row).fact:
            case PinLocked(staff=staff):
                shut.add(staff)
            case PinUnlocked(staff=staff):
                shut.discard(staff)
            case _:
                pass
    return frozenset(shut)


def _unlock(arguments: argparse.Namespace, settings: Settings) -> int:
    member, clock = _member(settings, arguments.staff), hall_clock()
    if not arguments.by:
        raise ConfigError(_WHERE, "--by", "nobody is named", "name the leader who unlocks it")
    by, at = StaffId(arguments.by), clock.now()
    request = checked(UnlockPin(id=new_id(), at=at, source="pin", staff=member.id, by=by))
    unsure = Sentences(
        f"没有应答，不能确定工号 {member.id} 是否已解锁，请用 hall pin list 核对。",
        f"Nobody answered; {member.id} may be unlocked or not: see `hall pin list`.",
    )
    done = Sentences(f"已解锁：{member.id}", f"It is unlocked: {member.id}")
    return record(settings, clock, request, unsure, done)


def _forget(arguments: argparse.Namespace, settings: Settings) -> int:
    """Whoever left the hall has a PIN no longer."""
    pins = read_pins(settings.run)
    if arguments.staff not in pins:
        problem = f"{arguments.staff!r} has no PIN"
        raise ConfigError(_WHERE, "STAFF", problem, "see `hall pin list`")
    write_pins(settings.run, {who: kept for who, kept in pins.items() if who != arguments.staff})
    say(chosen(f"已清除：{arguments.staff}", f"It is forgotten: {arguments.staff}"))
    return 0


def _member(settings: Settings, staff: str) -> Member:
    member = settings.hall.member(staff)
    if member is None:
        problem = f"there is no {staff!r} in [[staff]]"
        raise ConfigError(_WHERE, "STAFF", problem, "write one that exists, or add it to [[staff]]")
    return member


_ACTIONS = {"set": _set, "list": _list, "unlock": _unlock, "forget": _forget}

COMMAND = Command(
    name="pin",
    help="PINs of staff: set one, list who has one, unlock, forget",
    add=_add,
    run=_run,
)
