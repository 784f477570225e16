"""A new machine joins a hall by the commands that people type, and is expelled again."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.bus.papers import KEYS, papers_in
from broker.certificates.asking import asked, take
from broker.certificates.authority import Authority
from broker.mosquitto import free_port
from broker.service.clock import VARIABLE
from broker.service.life import broker_place
from broker.service.person_secret import FILE
from broker.settings import load
from broker.wire.topics import Topics
from tests.flows.test_intruders import REFUSED, Foreign, believed
from tests.flows.test_intruders import Hall as Attacked
from tests.stages.processes import HALL, PATIENCE, morning_clock

TOPICS = Topics("eight")


@dataclass
class Ours:
    """The hall's own machine."""

    file: Path
    run: Path
    port: int

    def command(self, *words: str) -> list[str]:
        return [*HALL_WORDS, *words, "--hall", str(self.file), "--run", str(self.run)]

    def said(self, *words: str) -> str:
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False)
        return done.stdout + done.stderr


HALL_WORDS = (sys.executable, "-m", "broker.cli", "--language", "en")


@contextmanager
def heard(words: list[str], until: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A program, from the line that has these words; with all its lines, which go on coming."""
    process = subprocess.Popen(
        words,
        env=dict(os.environ) | {VARIABLE: morning_clock(), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    lines: list[str] = []
    there = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            lines.append(line)
            if until in line:
                there.set()
        there.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert there.wait(PATIENCE)
        assert any(until in line for line in lines), "".join(lines)
        yield process, lines
    finally:
        process.terminate()
        process.wait(PATIENCE)
        reader.join()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ours]:
    folder = tmp_path_factory.mktemp("ours")
    shutil.copytree(HALL.parent, folder, dirs_exist_ok=True)
    port = free_port()
    with (folder / "hall.toml").open("a", encoding="utf-8") as text:
        text.write(f'\n[broker]\nport = {port}\naddresses = ["127.0.0.1"]\n')
    hall = Ours(folder / "hall.toml", folder / "run", port)
    with heard(hall.command("up", "ledger"), "the ledger answers"):
        yield hall


@contextmanager
def invited(ours: Ours, *clients: str) -> Iterator[tuple[list[str], list[str]]]:
    """An open invitation: the words of `hall join`, and what it says meanwhile."""
    words = ours.command("invite", *clients, "--port", str(free_port()))
    with heard(words, "Waiting") as (_, lines):
        (join,) = re.findall(r"hall (join .*)", "".join(lines))
        yield join.split(), lines


def joins(words: list[str], run: Path) -> str:
    done = subprocess.run(
        [*HALL_WORDS, *words, "--run", str(run)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_machine_joins_works_and_is_expelled(ours: Ours, tmp_path: Path) -> None:
    far = tmp_path / "far"
    with invited(ours, "panel-2", "board-1") as (words, lines):
        assert "This machine is panel-2, board-1 of" in joins(words, far)
        until(lambda: any("has joined" in line for line in lines))
    up = [*HALL_WORDS, "up", "--run", str(far)]
    with heard(up, "started: panel 2, board; the hall is at 127.0.0.1"):
        until(lambda: ours.said("machines").count(" there ") == 3)
        assert re.search(r"panel-2 +there +certificate elsewhere, 39\d days", ours.said("machines"))
    key = (far / KEYS / "of" / "panel-2" / "key.pem").read_text("ascii")
    kept = (each.read_text("ascii") for each in ours.run.rglob("*.pem") if each.is_file())
    assert all(key not in each for each in kept), "a key never leaves its machine"

    attacked = Attacked(
        ours.run, broker_place(load(ours.file, ours.run)), Authority(ours.run / KEYS, "eight")
    )
    papers = Authority(far / KEYS, "eight").papers("panel-2")
    with Foreign(attacked, believed(papers), "panel") as panel:
        assert panel.came.get(timeout=PATIENCE) == "Success"
        panel.hear(TOPICS.reply("panel-2"))
        assert panel.ask("panel-2", "list-waiting", id="before", window=2) == "success"
        panel.heard.get(timeout=PATIENCE)
        said = ours.said("expel", "panel-2")
        assert "panel-2 has no rights from now on: the broker goes by it." in said
        assert "Certificates taken back: 1." in said
        assert panel.ask("panel-2", "list-waiting", id="after", window=2) == REFUSED
        assert panel.heard.empty()
    with Foreign(attacked, believed(papers), "again") as panel:
        assert panel.came.get(timeout=PATIENCE).startswith("gone")
    assert re.search(r"panel-2 +expelled", ours.said("machines"))

    with invited(ours, "panel-2") as (words, _):
        assert "This machine is panel-2" in joins(words, far)
    with Foreign(attacked, believed(papers), "taken in again") as panel:
        assert panel.came.get(timeout=PATIENCE) == "Success"
        panel.hear(TOPICS.reply("panel-2"))
        until(lambda: panel.ask("panel-2", "list-waiting", id="anew", window=2) == "success")


def test_a_kiosk_is_given_the_secret_of_people_s_keys_and_a_board_is_not(
    ours: Ours, tmp_path: Path
) -> None:
    for client in ("kiosk-1", "board-1"):
        with invited(ours, client) as (words, _):
            joins(words, tmp_path / client)
    secret = tmp_path / "kiosk-1" / FILE
    assert secret.read_bytes() == (ours.run / FILE).read_bytes()
    assert secret.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "board-1" / FILE).exists()


def test_new_settings_come_by_themselves(tmp_path: Path) -> None:
    """A table that changes is put in the place of the old one; a hall.toml that changes counts when
    the hall is started anew, and then programs elsewhere begin anew as well."""
    folder = tmp_path / "ours"
    shutil.copytree(HALL.parent, folder)
    port, far = free_port(), tmp_path / "far"
    toml = folder / "hall.toml"
    with toml.open("a", encoding="utf-8") as text:
        text.write(f'\n[broker]\nport = {port}\naddresses = ["127.0.0.1"]\n')
    hall = Ours(toml, folder / "run", port)
    with heard(hall.command("up", "ledger"), "the ledger answers") as (up, _):
        with invited(hall, "board-1") as (words, _):
            assert "This machine is board-1" in joins(words, far)
        before = json.loads((far / "joined.json").read_text("utf-8"))
        with heard([*HALL_WORDS, "up", "--run", str(far)], "started: board") as (_, lines):
            with (folder / "catalogue.csv").open("a", encoding="utf-8") as catalogue:
                catalogue.write("\n")
            wanted = (folder / "catalogue.csv").read_bytes()
            until(lambda: (far / before["folder"] / "catalogue.csv").read_bytes() == wanted)
            toml.write_text(
                toml.read_text("utf-8").replace("Eight Windows", "Nine Windows"), "utf-8"
            )
            up.terminate()
            up.wait(PATIENCE)
            assert not any("begin anew" in line for line in lines)
            with heard(hall.command("up", "ledger"), "the ledger answers"):
                until(lambda: any("begin anew" in line for line in lines))
                until(lambda: sum("started: board" in line for line in lines) == 2)
    after = json.loads((far / "joined.json").read_text("utf-8"))
    there = json.loads((far / after["folder"] / "hall.json").read_text("utf-8"))
    assert there["hall"]["name_en"] == "Nine Windows"
    assert after["folder"] != before["folder"]


def test_papers_that_grow_old_are_renewed(ours: Ours, tmp_path: Path) -> None:
    """The new key is made on the machine; whoever has one that is young gets no other."""
    far, authority = tmp_path / "far", Authority(ours.run / KEYS, "eight")
    with invited(ours, "board-1") as (words, _):
        joins(words, far)
    keys, made = far / KEYS, datetime.now(UTC) - timedelta(days=300)
    request = asked(keys, "board-1")
    authority.expel("board-1")  # the young one it joined with
    take(keys, "board-1", authority.sign("board-1", request, made), (keys / "ca.crt").read_text())
    papers = papers_in(keys, "board-1")
    for each in (papers.certificate, papers.key):
        os.utime(each, (made.timestamp(), made.timestamp()))
    old = papers.certificate.read_text(), papers.key.read_text()
    assert re.search(r"board-1 .* 9[67] days", ours.said("machines"))
    with heard([*HALL_WORDS, "up", "--run", str(far)], "started: board"):
        until(lambda: papers.certificate.read_text() != old[0])
    assert papers.key.read_text() != old[1]
    papers.context()  # key and certificate belong together
    assert re.search(r"board-1 .* 39\d days", ours.said("machines"))


def test_a_code_is_good_once_and_only_with_the_right_fingerprint(
    ours: Ours, tmp_path: Path
) -> None:
    with invited(ours, "board-1") as (words, _):
        wrong = [*words[:-1], "0" * len(words[-1])]
        assert "nothing was sent" in joins(wrong, tmp_path / "far")
        assert "nothing was sent" in joins([*words[:-1], words[-1][:8]], tmp_path / "far")
        assert not (tmp_path / "far" / KEYS).exists()
        assert "This machine is board-1" in joins(words, tmp_path / "far")
        assert "This machine is" not in joins(words, tmp_path / "second")


def test_who_guesses_ends_the_invitation(ours: Ours, tmp_path: Path) -> None:
    with invited(ours, "board-1") as (words, lines):
        code = words.index("--code") + 1
        for n in range(5):
            guess = [*words[:code], f"AAAAA-0000{n}", *words[code + 1 :]]
            assert "This machine is" not in joins(guess, tmp_path / "far")
        until(lambda: any("the invitation is over" in line for line in lines))
        assert "This machine is" not in joins(words, tmp_path / "far")
    assert "4 tries are left" in "".join(lines)


def test_strangers_at_the_reception_keep_nobody_waiting(ours: Ours, tmp_path: Path) -> None:
    """Some say nothing, some say too much, some speak no TLS; who was invited comes in."""
    with invited(ours, "board-1") as (words, _):
        host, _, port = words[1].rpartition(":")
        silent = [socket.create_connection((host, int(port))) for _ in range(8)]
        silent[0].sendall(b"GET / HTTP/1.0\r\n\r\n")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection((host, int(port)))
        with context.wrap_socket(plain) as rude:
            rude.sendall(b"POST /papers HTTP/1.0\r\nContent-Length: 99999999\r\n\r\n{")
            assert rude.recv(20).split()[1] == b"400"
        assert "This machine is board-1" in joins(words, tmp_path / "far")
        for each in silent:
            each.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("invite", "kiosk-77"), "hall.toml has no client kiosk-77"),
        (("invite", "ledger"), "ledger is on the hall's own machine"),
        (("expel", "ledger"), "without ledger there is no hall"),
        (("expel", "command"), "without command there is no hall"),
    ],
)
def test_who_cannot_be_invited_or_expelled(ours: Ours, words: tuple[str, str], said: str) -> None:
    assert said in ours.said(*words)


def test_a_hall_on_loopback_invites_nobody(tmp_path: Path) -> None:
    alone = Ours(HALL, tmp_path / "run", 0)
    assert "the hall's broker is heard on this machine alone" in alone.said("invite", "board-1")
    assert not (tmp_path / "run").exists()


def test_a_machine_of_one_hall_joins_no_other(ours: Ours, tmp_path: Path) -> None:
    Authority(tmp_path / KEYS, "other").found()
    with invited(ours, "board-1") as (words, _):
        assert "this machine belongs to another hall" in joins(words, tmp_path)
        assert "This machine is board-1" in joins(words, tmp_path / "far"), "the code is still good"
