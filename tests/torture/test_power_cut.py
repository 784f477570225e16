"""The power goes, at any moment: what was acknowledged is there when it comes back.

States of the disk are rebuilt from the system calls of the real store and the real outbox (see
`disk`). The controls write with less than FULL, and must be found out.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.domain.errors import HallError
from broker.domain.requests import Granted
from broker.ledger.chain import breaks
from broker.ledger.store import Store
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from tests.stages.halls import MORNING
from tests.stages.stub_bus import StubBus
from tests.torture.conftest import CUTS, Say, times
from tests.torture.disk import Tape, lay_out, record
from tests.torture.ledger_writer import CONTENT

LEDGER, OUTBOX = "tests.torture.ledger_writer", "tests.torture.outbox_writer"
COMMITS, SHORT, LONG = 150, 60, times(CUTS, 2300)
_LONG_RUN = [pytest.mark.torture, pytest.mark.timeout(300 + LONG // 4)]
SHORT_AND_LONG = [SHORT, pytest.param(LONG, marks=_LONG_RUN)]
ENOUGH = 2000  # cuts, for one to fall where it hurts
BAD_LOG = "fdatasync:error=EIO:when=20..24"
# A disk that fails for a while: at the first log, in mid-day, again and again, full, unwritable.
BAD_DISKS = [
    (BAD_LOG, SHORT // 2),
    *(
        pytest.param(fault, LONG // 2, marks=_LONG_RUN)
        for fault in (
            BAD_LOG,
            "fdatasync:error=EIO:when=100..107",
            "fdatasync:error=EIO:when=30+7",
            "pwrite64:error=ENOSPC:when=60..90",
            "pwrite64:error=EIO:when=40+61",
        )
    ),
]


pytestmark = pytest.mark.usefixtures("strace")


def troubles_of_ledger(folder: Path, said: list[str]) -> list[str]:
    """What is wrong with the ledger found in `folder`, if that much was acknowledged."""
    try:
        store = Store(folder / "ledger.db")
    except HallError as error:
        return [f"it cannot be opened: {error}"]
    rows = list(store.rows())
    there = {row.request for row in rows}
    lost = [each for each in said if each not in there or store.answer_to(each, CONTENT) is None]
    twice = len(rows) - len(there)
    store.close()
    return [
        *(f"{each} was acknowledged and is lost" for each in lost),
        *([f"{twice} facts are there twice"] if twice else []),
        *breaks(rows),
    ]


def troubles_of_outbox(folder: Path, said: list[str]) -> list[str]:
    """What is wrong with the outbox found in `folder`."""
    kept = {words.split()[1] for words in said if words.startswith("kept")}
    told = {words.split()[1] for words in said if words.startswith("told")}
    bus, runner = StubBus(), Runner()
    try:
        outbox = Outbox(folder / "outbox.db", bus, runner)
        runner.step(0)
        for _ in range(len(outbox)):
            bus.answer(Granted(request=bus.asked[-1].id, at=MORNING))
        outbox.close()
    except HallError as error:
        return [f"it cannot be opened: {error}"]
    sent = [request.id for request in bus.asked]
    return [
        *(f"{each} was kept and is lost" for each in sorted(kept - told - set(sent))),
        *([] if sent == sorted(set(sent)) else [f"sent out of order or twice: {sent}"]),
    ]


Examine = Callable[[Path, list[str]], list[str]]
Harmed = Callable[[Tape, int, Examine], list[str]]


def cuts(tape: Tape, states: int, folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Cut the power `states` times; each time the files as found, and what was said before."""
    chance = random.Random(states)
    for _ in range(states):
        moment = chance.randrange(len(tape.events) + 1)
        place = folder / "found"
        lay_out(tape.state(moment, chance), place)
        yield place, tape.said(moment)
        shutil.rmtree(place)


@pytest.fixture
def harmed(say: Say, tmp_path: Path) -> Harmed:
    """The states in which something was wrong, a sentence each."""

    def count(tape: Tape, states: int, examine: Examine) -> list[str]:
        wrong: list[str] = []
        for number, (place, said) in enumerate(cuts(tape, states, tmp_path)):
            wrong += [f"cut {number}: {trouble}" for trouble in examine(place, said)[:1]]
            say(number, states, "power cuts")
        return wrong

    return count


@pytest.mark.parametrize("states", SHORT_AND_LONG)
def test_a_power_cut_takes_no_acknowledged_fact(
    states: int, tmp_path: Path, harmed: Harmed
) -> None:
    tape = record(tmp_path, LEDGER, str(COMMITS))
    assert harmed(tape, states, troubles_of_ledger) == []


@pytest.mark.parametrize(("fault", "states"), BAD_DISKS)
def test_a_power_cut_after_a_failing_disk_takes_none_either(
    fault: str, states: int, tmp_path: Path, harmed: Harmed
) -> None:
    tape = record(tmp_path, LEDGER, str(COMMITS), inject=fault)
    assert len(tape.said(len(tape.events))) == 2 * COMMITS
    assert harmed(tape, states, troubles_of_ledger) == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_less_than_full_synchronous_is_caught_losing(
    synchronous: str, tmp_path: Path, harmed: Harmed
) -> None:
    """The control: were the store not to sync each commit, this test would see it."""
    tape = record(tmp_path, LEDGER, str(COMMITS), synchronous)
    assert len(harmed(tape, SHORT, troubles_of_ledger)) > SHORT // 4


def test_a_log_that_is_believed_as_found_is_caught_losing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control for failing disks: opened without writing the log again, facts are lost."""
    monkeypatch.setenv("TORTURE_BELIEVE_THE_LOG", "1")
    tape = record(tmp_path, LEDGER, str(COMMITS), inject=BAD_LOG)
    found = cuts(tape, ENOUGH, tmp_path)
    assert any(troubles_of_ledger(place, said) for place, said in found)


@pytest.mark.parametrize("states", SHORT_AND_LONG)
def test_a_power_cut_takes_nothing_out_of_the_outbox(
    states: int, tmp_path: Path, harmed: Harmed
) -> None:
    tape = record(tmp_path, OUTBOX, str(COMMITS))
    assert harmed(tape, states, troubles_of_outbox) == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_an_outbox_with_less_than_full_is_caught_losing(
    synchronous: str, tmp_path: Path, harmed: Harmed, caplog: pytest.LogCaptureFixture
) -> None:
    tape = record(tmp_path, OUTBOX, str(COMMITS), synchronous)
    with caplog.at_level("CRITICAL", logger="broker.service.kept_requests"):  # torn entries
        assert len(harmed(tape, SHORT, troubles_of_outbox)) > SHORT // 4
