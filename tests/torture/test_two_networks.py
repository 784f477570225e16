"""A hall over a cable that is pulled and plugged in again: ledger and broker in one network; kiosks
without a screen, panel, board and the evaluators' service in another, which joined by invitation.
None is lost, given twice, called twice or rated twice, and the screens are there again."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from broker.commands.audit import read
from broker.domain.calling.facts import TicketCalled
from broker.domain.ids import is_spare
from broker.domain.ratings.facts import RatingGiven
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.mosquitto import free_port
from broker.service.clock import VARIABLE
from broker.settings import load
from tests.flows.test_joining import HALL_WORDS, heard, until
from tests.stages.pins import give_pins
from tests.stages.processes import PATIENCE, morning_clock
from tests.stages.two_networks import NEAR, TwoNetworks, two_networks, why_not
from tests.torture.conftest import Say, times
from tests.torture.test_series import KIOSKS, hall, not_as_given

TICKETS = times("TORTURE_TICKETS", 600)
CLIENTS = (*KIOSKS, "panel-1", "board-1", "services", "east")
SCREENS = {"panel-1", "board-1", "evaluators-east"}
COUNTERS = 'port = "tty/counters"\n'

pytestmark = [
    pytest.mark.torture,  # some twenty seconds of the processor for sixty numbers
    pytest.mark.skipif(bool(why_not()), reason=f"no namespaces here: {why_not()}"),
    pytest.mark.timeout(300 + TICKETS),
]


class Far:
    """The far hall's program, and what it said last."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.last: dict[str, Any] = {}

    def __call__(self, line: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        assert said, "the far hall ended"
        self.last = json.loads(said)
        return self.last

    @property
    def slips(self) -> dict[str, list[str]]:
        """The numbers in people's hands, by kiosk."""
        found: dict[str, list[str]] = self.last["slips"]
        return found

    @property
    def given(self) -> int:
        return sum(len(each) for each in self.slips.values())


@contextmanager
def far_hall(nets: TwoNetworks, run: Path, port: int, seconds: float) -> Iterator[Far]:
    words = [*nets.far, sys.executable, "-m", "tests.stages.far_hall", str(run), NEAR, str(port)]
    process = subprocess.Popen(
        [*words, str(seconds), *KIOSKS],
        env=dict(os.environ) | {VARIABLE: morning_clock()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Far(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        for end in (process.stdin, process.stdout):
            assert end is not None
            end.close()


@contextmanager
def played(folder: Path, tickets: int, say: Say) -> Iterator[tuple[Path, Far]]:
    """A morning with a cable that is pulled again and again; then all that is owed is told."""
    file, near, far = hall(folder / "hall"), folder / "run", folder / "far"
    port = free_port()
    text = file.read_text("utf-8")
    assert COUNTERS in text
    text = text.replace(COUNTERS, f'{COUNTERS}at = "east"\n')
    file.write_text(f'{text}\n[broker]\nport = {port}\naddresses = ["{NEAR}"]\n', "utf-8")
    give_pins(near, load(file, near).hall)
    place = ["--hall", str(file), "--run", str(near)]
    with two_networks() as nets:
        ours = [*nets.near, *HALL_WORDS]
        with heard([*ours, "up", "ledger", *place], "the ledger answers"):
            joined(nets, place, far)
            up = [*nets.far, *HALL_WORDS, "up", "--run", str(far), "panel:1", "board"]
            up.append("evaluators:east")
            with heard(up, "started: "), far_hall(nets, far, port, 0.004) as hands:
                until(lambda: hands("told")["ready"])
                until(lambda: there(ours, place) >= SCREENS)
                pulled(nets, hands, tickets, say)
                until(lambda: there(ours, place) >= SCREENS)
                hands("rest")
                told(hands)
                hands("leave")
        yield near / FILE, hands


def joined(nets: TwoNetworks, place: list[str], far: Path) -> None:
    invite = [*nets.near, *HALL_WORDS, "invite", *CLIENTS, "--port", "8884", *place]
    with heard(invite, "Waiting") as (_, lines):
        (words,) = re.findall(r"hall (join .*)", "".join(lines))
        join = [*nets.far, *HALL_WORDS, *words.split(), "--run", str(far)]
        done = subprocess.run(join, capture_output=True, text=True, check=False)
        assert "This machine is" in done.stdout, done.stdout + done.stderr


def there(ours: list[str], place: list[str]) -> set[str]:
    done = subprocess.run([*ours, "machines", *place], capture_output=True, text=True, check=True)
    return set(re.findall(r"^(\S+) +there ", done.stdout, re.MULTILINE))


def pulled(nets: TwoNetworks, hands: Far, tickets: int, say: Say) -> None:
    """Numbers are given meanwhile: with the ledger, and without it."""
    chance = random.Random(tickets)
    while hands.given < tickets:
        hands(f"give {chance.randrange(1, tickets // 4)}")
        nets.cut()
        hands(f"give {chance.randrange(1, tickets // 4)}")
        nets.mend()
        say(hands.given, tickets, "numbers")


def told(hands: Far) -> None:
    end = time.monotonic() + 4 * PATIENCE
    while hands("settle")["left"] or not hands.last["rated"]:
        assert time.monotonic() < end, hands.last


def test_over_a_cable_that_is_pulled_nothing_is_lost(tmp_path: Path, say: Say) -> None:
    with played(tmp_path, TICKETS, say) as (ledger, hands):
        spares = sum(is_spare(each) for slips in hands.slips.values() for each in slips)
        assert 0 < spares < hands.given, "it was pulled, and was not pulled all the time"
        assert not_as_given(ledger, hands.slips) == []
        facts = [recorded(row).fact for row in read(ledger)]
        calls = Counter(each.ticket for each in facts if isinstance(each, TicketCalled))
        assert set(hands.last["called"]) <= set(calls)
        assert hands.last["called"]
        assert max(calls.values()) == 1, "called twice"
        rated = Counter(each.visit for each in facts if isinstance(each, RatingGiven))
        assert set(hands.last["rated"]) <= set(rated)
        assert hands.last["rated"]
        assert max(rated.values()) == 1, "rated twice"
        invented = hands.slips | {"kiosk-9": ["A123"]}
        assert not_as_given(ledger, invented), "the control: a kiosk that makes up its numbers"
