"""The disk of a working ledger is full, or fails: nothing told is lost, and it mends by itself."""

from __future__ import annotations

import random
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from broker import cli
from broker.domain.alerts import AlertCode
from broker.domain.requests import Answer
from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.settings import Settings
from broker.wire import codec
from broker.wire.messages import Alert
from broker.wire.topics import Kind, Topics
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.conftest import Say
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect
from tests.torture.listening import retained, said
from tests.torture.waiting import until

LONG = 60  # faults
SECONDS = 1.5  # the trouble lasts this long after it was noticed
ALERT = Topics("eight").alert(Kind.SERVICE, "ledger", AlertCode.STORE)
STANDS = "service ledger  store  自 since"  # in `hall status`

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
        try:
            yield
        finally:
            complaint = ended(tracer)
        assert not complaint or not ledger.running, complaint

    return put_in


def ended(tracer: subprocess.Popen[bytes]) -> str:
    """End strace, and what it had to say. One that waits for a process that was killed under it
    is killed as well: the kernel lets go of whatever it traced."""
    tracer.terminate()
    with suppress(subprocess.TimeoutExpired):
        tracer.wait(10)
    tracer.kill()
    return tracer.communicate()[1].decode().strip()


FAULTS = {
    "larger": no_larger_files,
    "full": injected("pwrite64:error=ENOSPC"),
    "unwritable": injected("pwrite64:error=EIO"),
    "unsynced": injected("fdatasync:error=EIO"),
}


@contextmanager
def trouble(fault: Fault, ledger: Victim, crowd: Crowd, mosquitto: Mosquitto) -> Iterator[Alert]:
    """Have trouble; the alert, while nobody is answered. What was decided before it, and is still
    on its way, may come: whatever the machine is busy with, the times of answers tell."""
    with said(mosquitto, ALERT) as alerts, contextmanager(fault)(ledger):
        until(lambda: any(alerts), "an alert")
        begun = alerts.index(next(filter(None, alerts)))
        time.sleep(SECONDS)
        alert = codec.decode(alerts[begun], Alert)
        yield alert
        assert told_after(crowd, alert) == [], "somebody was told something new"
        assert b"" not in alerts[begun:], "the alert was taken back"


def told_after(crowd: Crowd, alert: Alert) -> list[Answer]:
    """What was decided after the trouble had begun."""
    return [each for each in list(crowd.witness.told.values()) if each.at > alert.since]


def status(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """What `hall status` says; it is never well here, for most of this hall never came."""
    capsys.readouterr()
    assert cli.main(["status", "--hall", str(settings.file), "--run", str(settings.run)]) == 1
    return capsys.readouterr().out


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_disk_is_said_and_mends_without_a_gap(
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (
        broker(tmp_path, monkeypatch) as (mosquitto, settings),
        Victim(settings, LEDGERS, "honest") as ledger,
        Crowd(settings) as crowd,
    ):
        crowd.hears(200)
        with trouble(FAULTS[fault], ledger, crowd, mosquitto) as alert:
            assert f"{settings.run / FILE}" in alert.en
            assert ledger.running
            assert STANDS in status(settings, capsys)
        crowd.hears(200)
        with retained(mosquitto, ALERT) as alerts:
            assert alerts == {}, "the alert was not taken back"
        assert STANDS not in status(settings, capsys)
        ledger.kill()
    assert crowd.witness.contradictions == []
    assert inspect(settings.run / FILE, crowd.witness.told) == []


@pytest.mark.timeout(240)
def test_a_ledger_that_takes_its_alert_back_too_early_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: between two looks at the disk nobody is told that it takes nothing."""
    with (
        broker(tmp_path, monkeypatch) as (mosquitto, settings),
        Victim(settings, LEDGERS, "hopeful") as ledger,
        Crowd(settings) as crowd,
    ):
        crowd.hears(200)
        with (
            pytest.raises(AssertionError, match="taken back"),
            trouble(no_larger_files, ledger, crowd, mosquitto),
        ):
            pass


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


@pytest.mark.timeout(240)
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
