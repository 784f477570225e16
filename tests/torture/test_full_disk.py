"""The disk of a working ledger is full, or fails: nothing told is lost, and it mends by itself."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.wire.topics import Kind, Topics
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.conftest import Say
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect
from tests.torture.listening import retained

LONG = 60  # faults
SECONDS = 1.5  # the trouble lasts this long after it was noticed
ALERT = Topics("eight").alert(Kind.SERVICE, "ledger", "store")

Fault = Callable[[Victim], Iterator[None]]


def no_larger_files(ledger: Victim) -> Iterator[None]:
    """The kernel refuses every byte that would make any file of the process larger."""
    before = resource.prlimit(ledger.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(ledger.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    if ledger.running:
        resource.prlimit(ledger.pid, resource.RLIMIT_FSIZE, before)


def injected(fault: str) -> Fault:
    """A fault of the disk, put in by strace while it is attached."""

    def put_in(ledger: Victim) -> Iterator[None]:
        words = ["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(ledger.pid)]
        words += ["-e", f"trace={fault.partition(':')[0]}", "-e", f"inject={fault}"]
        tracer = subprocess.Popen(words, stderr=subprocess.PIPE)
        yield
        tracer.terminate()
        _, said = tracer.communicate(timeout=10)
        assert not said.strip(), said.decode()

    return put_in


FAULTS = {
    "larger": no_larger_files,
    "full": injected("pwrite64:error=ENOSPC"),
    "unwritable": injected("pwrite64:error=EIO"),
    "unsynced": injected("fdatasync:error=EIO"),
}


@contextmanager
def trouble(fault: Fault, ledger: Victim, crowd: Crowd, mosquitto: Mosquitto) -> Iterator[str]:
    """Have trouble; the sentence of the alert, while nobody is answered."""
    with retained(mosquitto, ALERT) as alerts, contextmanager(fault)(ledger):
        crowd.until(lambda: ALERT in alerts, "an alert")
        told = len(crowd.witness.told)
        time.sleep(SECONDS)
        assert len(crowd.witness.told) == told, "somebody was told something new"
        yield json.loads(alerts[ALERT])["en"]


@pytest.mark.timeout(90)
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_disk_is_said_and_mends_without_a_gap(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        broker(tmp_path, monkeypatch) as (mosquitto, settings),
        Victim(settings, LEDGERS, "honest") as ledger,
        Crowd(settings) as crowd,
    ):
        crowd.hears(200)
        with trouble(FAULTS[fault], ledger, crowd, mosquitto) as sentence:
            assert f"{settings.run / FILE}" in sentence
            assert ledger.running
        crowd.hears(200)
        with retained(mosquitto, ALERT) as alerts:
            assert alerts == {}, "the alert was not taken back"
        ledger.kill()
    assert crowd.witness.contradictions == []
    assert inspect(settings.run / FILE, crowd.witness.told) == []


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("strace")
def test_a_disk_that_fails_all_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The long form: any fault, for any time, and now and then a kill in the middle of it."""
    chance = random.Random(LONG)
    with (
        broker(tmp_path, monkeypatch) as (_, settings),
        Victim(settings, LEDGERS, "honest") as ledger,
        Crowd(settings) as crowd,
    ):
        for number in range(LONG):
            crowd.hears(chance.randrange(1, 200))
            with contextmanager(chance.choice(list(FAULTS.values())))(ledger):
                time.sleep(chance.random())
                if chance.random() < 0.3:
                    ledger.kill()
            if not ledger.running:
                ledger.start()
            say(number, LONG, f"faults, {len(crowd.witness.told)} answers")
        crowd.hears(100)
        ledger.kill()
    assert crowd.witness.contradictions == []
    assert inspect(settings.run / FILE, crowd.witness.told) == []


@pytest.mark.timeout(90)
def test_a_ledger_that_does_not_look_whether_it_was_written_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same trouble, and a commit whose failure nobody notices."""
    with (
        broker(tmp_path, monkeypatch) as (_, settings),
        Victim(settings, LEDGERS, "careless") as ledger,
        Crowd(settings) as crowd,
    ):
        crowd.hears(200)
        with contextmanager(no_larger_files)(ledger):
            crowd.hears(50)
        crowd.hears(200)
        ledger.kill()
    assert inspect(settings.run / FILE, crowd.witness.told) != []
