"""`hall import`: records of a terminal of another maker become punches of the hall."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from broker.bus.base import Unanswered
from broker.commands.base import Command, add_place
from broker.commands.conversation import talk
from broker.commands.days import day
from broker.commands.recording import checked, refuse
from broker.commands.visiting import Guest, visit
from broker.domain.alerts import Sentences
from broker.domain.attendance.requests import NoteTerminal
from broker.domain.errors import ConfigError, DeviceError, LinkError
from broker.domain.ids import StaffId
from broker.domain.refusals import No
from broker.domain.requests import Answer, Refused
from broker.language import chosen
from broker.registry import Group, names
from broker.service.clock import hall_clock
from broker.service.driver import load_driver
from broker.service.life import new_id
from broker.service.opening import close
from broker.service.ports import open_for
from broker.settings import load
from broker.terminal import say
from fingerprint.taking_over import SOURCE, TakenOver, ahead, device, numbers, taken_over
from fingerprint.terminal import TerminalDriver, TerminalLog

_NOT_IMPORTED = Sentences("未导入", "Not imported")


def _add(parser: argparse.ArgumentParser) -> None:
    known = ", ".join(names(Group.TERMINAL))
    parser.add_argument("driver", help=f"which kind of terminal: {known}")
    add_place(parser)
    parser.add_argument("--port", required=True, help="the terminal: HOST, or HOST:PORT")
    parser.add_argument("--by", required=True, metavar="LEADER", help="the leader's staff number")
    parser.add_argument("--password", type=int, default=0, help="its communication key (0)")
    parser.add_argument("--since", type=day, help="only records from this day on, 2026-11-01")


def _run(arguments: argparse.Namespace) -> int:
    known = load_driver(TerminalDriver, arguments.driver)
    settings, clock = load(arguments.hall, arguments.run), hall_clock()
    zone = ZoneInfo(settings.hall.hall.timezone)
    try:
        log, heard_ago = _read(known, arguments)
    except (DeviceError, LinkError) as error:
        say(f"Nothing was read, and nothing imported: {error}.")
        return 1
    now = clock.now()
    staff = numbers([each.id for each in settings.hall.staff])
    terminal = device(known.name, log.serial)
    found = taken_over(terminal, log, staff, arguments.by, now, zone, arguments.since)
    noted = checked(
        NoteTerminal(
            id=new_id(),
            at=now,
            source=SOURCE,
            terminal=terminal,
            read_at=now,
            ahead=ahead(log, now, heard_ago, zone),
            records=len(log.records),
            by=StaffId(arguments.by),
        )
    )
    say(
        f"Read {len(log.records)} records of terminal {log.serial}; its clock is"
        f" {noted.ahead:+d} s off."
    )
    _tell_left(found)
    with visit(settings, SOURCE, clock) as guest:
        return _import(guest, noted, found)


def _read(known: TerminalDriver, arguments: argparse.Namespace) -> tuple[TerminalLog, float]:
    """The log, and how many seconds ago its clock was told."""
    link = open_for(known, _place(arguments.port, known.port), None)
    try:
        (done,) = talk(link, known, (1,), [known.read_out(arguments.password)])
    finally:
        close(link)
    log = done.reply
    if not isinstance(log, TerminalLog):
        problem = f"{known.name} gives no log of a terminal"
        raise ConfigError("hall import", known.name, problem, "correct the package that brings it")
    return log, time.monotonic() - log.answered


def _place(words: str, port: int) -> str:
    """HOST:PORT of what was typed; an IPv6 address alone has colons of its own."""
    if words.count(":") > 1 and not words.startswith(("[", "tcp:")):
        return f"[{words}]:{port}"
    return words if ":" in words and not words.endswith("]") else f"{words}:{port}"


def _tell_left(found: TakenOver) -> None:
    for number, count in found.nobodys.items():
        say(f"Left out: {count} of number {number}, which is nobody's in hall.toml.")
    if found.left:
        say(f"Left out: {found.left} of another time.")


def _import(guest: Guest, noted: NoteTerminal, found: TakenOver) -> int:
    if not guest.connected():
        say("Nothing was imported: nobody answers; is the hall running?")
        return 1
    begun = _noted(guest.ask(noted))
    if begun is None:
        return 1
    told: Counter[str] = Counter()
    for punch in found.punches:
        answer = guest.ask(punch)
        if isinstance(answer, Unanswered):
            say("Nobody answered; import again, and what was taken over is not taken twice.")
            return 1
        told[_became(answer, begun)] += 1
    refusals = sorted(told.keys() - {"", "known"})
    for refusal in refusals:
        count = told[refusal]
        say(chosen(f"未导入：{count} 条，“{refusal}”", f"Refused: {count}, for “{refusal}”."))
    say(f"Imported: {told['']} new punches; {told['known']} were there already.")
    return 1 if refusals else 0


def _noted(answer: Answer | Unanswered) -> datetime | None:
    """The ledger's time, once it has noted the reading."""
    match answer:
        case Refused():
            refuse(answer, _NOT_IMPORTED)
        case Unanswered():
            say("Nothing was imported: nobody answers; is the hall running?")
        case _:
            return answer.at
    return None


def _became(answer: Answer, begun: datetime) -> str:
    """ "" for a new punch, `known` for one that the ledger has, or why it was refused."""
    if isinstance(answer, Refused):
        return "known" if answer.code == No.DIFFERENT_CONTENT else chosen(answer.zh, answer.en)
    return "" if answer.at >= begun else "known"


COMMAND = Command(
    name="import",
    help="take over the records of an attendance terminal, as duty leader",
    add=_add,
    run=_run,
)
