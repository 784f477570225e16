"""`hall up` on a machine that joined a hall: what it joined as, until interrupted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from broker.commands.roles import as_role
from broker.joining.membership import Membership, membership
from broker.joining.outpost import Outpost
from broker.processes import Processes, Program
from broker.service.clock import hall_clock
from broker.service.runner import Runner
from broker.settings import Settings, load

_LOOK = 0.25  # seconds
_GOODBYE = 1.0

Say = Callable[[str], None]


def programs_of(settings: Settings, joined: Membership) -> list[Program]:
    """What runs there."""
    return [Program(*as_role(settings.hall, each)) for each in joined.clients]


def run_joined(
    settings: Settings, programs: list[Program], say: Say, ending: threading.Event
) -> None:
    """Run them until the end. With new settings of the hall they begin anew; `programs` is what
    somebody named, and else all that the machine joined as."""
    while not ending.is_set():
        joined = membership(settings.run)
        if joined is None:
            return
        _until_anew(settings, joined, programs or programs_of(settings, joined), say, ending)
        settings = load((membership(settings.run) or joined).settings(settings.run), settings.run)


def _until_anew(
    settings: Settings,
    joined: Membership,
    programs: list[Program],
    say: Say,
    ending: threading.Event,
) -> None:
    runner, clock, anew = Runner(), hall_clock(), threading.Event()
    posts = [Outpost(settings, each, runner, clock, anew.set) for each in joined.clients]
    posts[0].listen()
    processes = Processes(settings, say)
    try:
        processes.start(programs)
        titles = ", ".join(each.title for each in programs)
        say(f"started: {titles}; the hall is at {settings.hall.broker.host}")
        for each in posts:
            runner.add(each.bus)
            runner.add(each)
            each.bus.start()
        while not (ending.is_set() or anew.is_set()):
            runner.step(_LOOK)
            processes.watch(time.monotonic())
        if anew.is_set():
            say("the settings of the hall are new; its programs here begin anew")
    finally:
        for each in posts:
            each.bus.stop()
        runner.rest(_GOODBYE)
        processes.stop()
