"""`hall up`: the whole hall of this machine, until interrupted."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable

from broker import logs, terminal
from broker.bus.base import Unanswered
from broker.commands.base import Command, add_place
from broker.commands.roles import judge
from broker.commands.up_alerts import UpAlerts
from broker.commands.up_joined import run_joined
from broker.commands.visiting import Guest, visit
from broker.domain.alerts import AlertCode
from broker.domain.clients import clients
from broker.domain.requests import Answer
from broker.domain.tickets.requests import ListMissed
from broker.joining.membership import membership
from broker.joining.office import Office
from broker.own_broker import BROKER
from broker.processes import Processes, Program, only_one
from broker.registry import Group, names
from broker.service.clock import Clock, hall_clock
from broker.service.life import new_id
from broker.settings import Settings, load
from broker.settings.beside import judge_beside
from broker.wire.topics import Topics

_SCREENS = frozenset({"kiosk", "panel", "board", "guide", "clock-in", "enrolment"})
_LOOK = 0.25  # seconds


def _add(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument(
        "roles",
        nargs="*",
        metavar="ROLE[:KEY]",
        help="what to run here (default: everything this machine can): ledger displays"
        " evaluators clockin board kiosk:ID panel:WINDOW guide:ID clock-in:ID enrolment:READER",
    )


def say(sentence: str) -> None:
    """One line for the person who started the hall."""
    terminal.announce(f"{time.strftime('%H:%M:%S')} {sentence}")


def every_program(settings: Settings) -> list[Program]:
    """What a hall's own machine runs by itself: services always, screens where there is one.

    A clerk's panel belongs to the clerk's own machine, and fingers are enrolled now and then: these
    only run when named.
    """
    programs = [Program(name) for name in names(Group.ROLE) if name not in _SCREENS]
    programs.sort(key=lambda each: each.name != "ledger")
    if has_screen():
        programs += [Program("kiosk", kiosk.id) for kiosk in settings.hall.kiosks]
        programs += [Program("guide", desk.id) for desk in settings.hall.guide_desks]
        programs += [Program("clock-in", post.id) for post in settings.hall.clock_ins]
        programs.append(Program("board"))
    return programs


def has_screen() -> bool:
    """Whether Qt would find a screen here."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in variables)


def _named(settings: Settings, words: list[str]) -> list[Program]:
    programs = [Program(role, key) for role, _, key in (word.partition(":") for word in words)]
    for each in programs:
        judge(settings, "up", each.name, each.key)
    return programs


def _run(arguments: argparse.Namespace) -> int:
    logs.configure("up")
    settings = load(arguments.hall, arguments.run)
    for each in (*settings.damaged, *judge_beside(settings).errors):  # the hall opens without them
        say(str(each))
    joined = membership(settings.run)
    named = _named(settings, arguments.roles)
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    with only_one(settings.run):
        if joined is not None:
            run_joined(settings, named, say, ending)
        else:
            _run_hall(settings, named or every_program(settings), ending)
    say("the hall is closed")
    return 0


def _run_hall(settings: Settings, programs: list[Program], ending: threading.Event) -> None:
    processes = Processes(settings, say)
    try:
        processes.start(programs)
        say(f"started: {', '.join(each.title for each in programs)}; waiting for the ledger")
        _supervise(settings, processes, [each.service for each in programs], ending)
    finally:
        processes.stop()


def _say_away(reason: str) -> None:
    say(f"{reason}; trying on")


def _supervise(
    settings: Settings, processes: Processes, services: list[str], ending: threading.Event
) -> None:
    """Watch the processes until the hall is told to end, as a guest of its bus: `hall status` shows
    which of them is given up."""
    clock, topics = hall_clock(), Topics(settings.hall.hall.id)
    with visit(settings, "up", clock, _say_away) as guest:
        guest.bus.start()
        given_up = UpAlerts(guest.bus, topics, clock, AlertCode.GIVEN_UP, services)
        turned_away = UpAlerts(guest.bus, topics, clock, AlertCode.NOT_ENTITLED, [BROKER])
        papers = UpAlerts(guest.bus, topics, clock, AlertCode.PAPERS, _clients(settings))
        office = Office(settings, guest.bus, guest.runner)

        def step() -> None:
            guest.runner.step(_LOOK)
            processes.watch(time.monotonic())
            given_up.tell(processes.troubles)
            turned_away.tell(processes.turned_away)
            office.tick(time.monotonic())
            papers.tell(office.troubles)

        if _ledger_answers(guest, clock, step, ending):
            say(f"{settings.hall.hall.name} is up: the ledger answers")
        while not ending.is_set():
            step()
        given_up.tell({})
        turned_away.tell({})


def _clients(settings: Settings) -> list[str]:
    return [each.name for each in clients(settings.hall)]


def _ledger_answers(
    guest: Guest, clock: Clock, step: Callable[[], None], ending: threading.Event
) -> bool:
    """Ask the ledger, here or on another machine, until it answers: only then can a number be
    given. False where the hall was told to end before."""
    heard = list[Answer | Unanswered]()
    asked = False
    while not ending.is_set():
        if not asked:
            question = ListMissed(id=new_id(), at=clock.now(), source="up")
            guest.bus.ask(question, heard.append)
        step()
        if any(not isinstance(each, Unanswered) for each in heard):
            return True
        asked = not heard
        heard.clear()
    return False


COMMAND = Command("up", "run all roles of a hall on this machine", _add, _run)
