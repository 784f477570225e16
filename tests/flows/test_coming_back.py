"""Who comes before the hall waits for it; who was there when it restarted finds it again."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker.mosquitto import Mosquitto
from broker.service.life import BROKER_FILE
from broker.settings import load
from tests.stages.guarded import authority_of, guarded, papers
from tests.stages.screen_process import HALL, Screen

AWAY = "与服务器的连接中断，正在重新连接"


@contextmanager
def hall_at(run: Path) -> Iterator[Mosquitto]:
    """A broker of the run directory, on a port of its own, as `hall up` writes it down."""
    run.mkdir(exist_ok=True)
    mosquitto = guarded(load(HALL, run).hall, run, run / "mosquitto")
    mosquitto.start()
    place = {"host": mosquitto.host, "port": mosquitto.port}
    (run / BROKER_FILE).write_text(json.dumps(place), "utf-8")
    try:
        yield mosquitto
    finally:
        mosquitto.stop()
        (run / BROKER_FILE).unlink()


@pytest.mark.timeout(300)
def test_a_screen_waits_for_the_hall_and_finds_it_again_on_another_port(tmp_path: Path) -> None:
    panel = Screen(tmp_path, "", "panel", "2")
    try:
        assert panel.do("wait sign-in")["ok"]
        panel.until("read sentence text", AWAY)
        with hall_at(tmp_path) as first:
            panel.until("read sentence text", "")
        panel.until("read sentence text", AWAY)
        with hall_at(tmp_path) as second:
            assert second.port != first.port
            panel.until("read sentence text", "")
        assert panel.process.poll() is None
    finally:
        panel.close()


@pytest.mark.timeout(60)
def test_a_hall_whose_broker_is_not_there_says_so_while_it_waits(tmp_path: Path) -> None:
    """A role in its process, and whoever started the hall."""
    toml = HALL.read_text("utf-8").replace("port = 0", 'host = "127.0.0.1"\nport = 9', 1)
    (tmp_path / "hall.toml").write_text(toml, "utf-8")
    tables = ("common.csv", "notices.csv", "appointments.csv", "cases.csv")
    for each in ("catalogue.jsonl", *tables, "attendance.toml"):
        (tmp_path / each).write_bytes((HALL.parent / each).read_bytes())
    authority_of(tmp_path)
    papers(tmp_path, "ledger")
    papers(tmp_path, "command")
    words = ["up", "--hall", str(tmp_path / "hall.toml"), "--run", str(tmp_path), "ledger"]
    hall = subprocess.Popen(
        [sys.executable, "-m", "broker.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert hall.stdout is not None
    assert hall.stderr is not None
    try:
        assert "waiting for the ledger" in hall.stdout.readline()
        reason = "no broker is reached at 127.0.0.1:9: Connection refused"
        assert f"{reason}; trying on" in hall.stdout.readline()
        assert reason in next(line for line in hall.stderr if "WARNING" in line)
    finally:
        hall.terminate()
        hall.communicate(timeout=20)


@pytest.mark.timeout(60)
def test_the_hall_is_up_when_its_ledger_answers_and_not_before(tmp_path: Path) -> None:
    words = ["up", "--hall", str(HALL), "--run", str(tmp_path), "ledger"]
    (tmp_path / "ledger.lock").touch()
    with (tmp_path / "ledger.lock").open("a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the ledger cannot start
        hall = subprocess.Popen(
            [sys.executable, "-m", "broker.cli", *words], stdout=subprocess.PIPE, text=True
        )
        assert hall.stdout is not None
        try:
            assert "waiting for the ledger" in hall.stdout.readline()
            assert "ledger ended" in hall.stdout.readline()
            lock.close()
            said = next(line for line in hall.stdout if "ledger ended" not in line)
            assert "is up: the ledger answers" in said
        finally:
            hall.terminate()
            hall.communicate(timeout=20)
