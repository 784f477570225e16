"""`hall mock`, `hall send` and their kin as a fitter uses them: processes, a pty, pyserial."""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import serial

from broker.link.opening import open_link
from tests.stages.processes import HALL as EIGHT_WINDOWS

SECONDS = 60.0
HALL = [sys.executable, "-m", "broker.cli"]
# The evaluator's answer 3 at address 3, from tests/vectors/ff68.json (JackQChen/QueueSystem).
CHOICE_3 = bytes.fromhex("FF 68 03 03 68 03 11 03 17 16")
TICKET_001 = bytes.fromhex("FF 68 08 08 68 03 02 0A 0A 0A 00 00 01 24 16")


class Mock:
    """A running `hall mock` with its two ends."""

    def __init__(self, *words: str) -> None:
        self._process = subprocess.Popen(
            [*HALL, "mock", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.first = self._lines.get(timeout=SECONDS)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def hand(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def end_of_input(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()

    def said(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The next line of output for which `wanted` is true."""
        while True:
            line = self._lines.get(timeout=SECONDS)
            if wanted(line):
                return line

    def running(self) -> bool:
        return self._process.poll() is None

    def end(self) -> int:
        self._process.terminate()
        status = self._process.wait(SECONDS)
        self._reader.join(SECONDS)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()
        return status


@pytest.fixture
def mock() -> Iterator[Callable[..., Mock]]:
    made: list[Mock] = []

    def make(*words: str) -> Mock:
        made.append(Mock(*words))
        return made[-1]

    yield make
    for each in made:
        each.end()


def hall(*words: str, text: str = "") -> tuple[int, str]:
    """Run one command; return its exit status and all that it said."""
    done = subprocess.run(
        [*HALL, *words], input=text, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_first_line_names_the_place_and_a_stranger_can_talk_there(
    mock: Callable[..., Mock], tmp_path: Path
) -> None:
    counter = mock("ff68", "--link", str(tmp_path / "tty"), "--address", "3", "4")
    assert counter.first == {"ready": str(tmp_path / "tty")}
    with serial.Serial(str(tmp_path / "tty"), 9600, timeout=SECONDS) as port:
        port.write(TICKET_001)
        shown = counter.said(lambda line: line.get("what") == "display")
        assert shown == {
            "address": 3,
            "what": "display",
            "detail": {"waiting": "", "ticket": "001"},
        }
        counter.hand("@3 key 3")
        assert port.read(len(CHOICE_3)) == CHOICE_3


def test_a_bench_says_first_how_it_is_found_and_then_what_its_lines_tell(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*HALL, "bench", str(EIGHT_WINDOWS), "--run", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as bench:
        assert bench.stdout is not None
        first, second = (json.loads(bench.stdout.readline()) for _ in range(2))
        bench.terminate()
    assert first == {"ready": str(tmp_path), "environment": {}}
    assert "line" in second


def test_wrong_hands_are_answered_and_the_end_of_input_ends_nothing(
    mock: Callable[..., Mock], tmp_path: Path
) -> None:
    counter = mock("ff68", "--link", str(tmp_path / "tty"), "--address", "3")
    counter.hand("dance")
    assert "dance" in counter.said(lambda line: "error" in line)["error"]
    counter.hand("unplug")
    counter.said(lambda line: line.get("unplugged"))
    assert not (tmp_path / "tty").is_symlink()
    counter.hand("replug")
    counter.said(lambda line: "ready" in line)
    counter.hand("look")
    counter.end_of_input()
    told = counter.said(lambda line: "look" in line)
    assert told["address"] == 3
    assert told["look"]["keypad"]["waiting"] == ""
    assert counter.running()
    assert (tmp_path / "tty").is_symlink()
    assert counter.end() == 0
    assert not (tmp_path / "tty").is_symlink()


def test_a_device_on_tcp_and_a_wire_that_echoes(mock: Callable[..., Mock]) -> None:
    counter = mock("ff68", "--tcp", "127.0.0.1:0", "--address", "3", "--fault", "echo")
    url = f"socket://{counter.first['ready']}"
    with serial.serial_for_url(url, timeout=SECONDS) as port:
        port.write(TICKET_001)
        assert port.read(len(TICKET_001)) == TICKET_001


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="this machine has no IPv6")
def test_a_device_on_ipv6_tells_its_place_as_hall_toml_has_it(mock: Callable[..., Mock]) -> None:
    counter = mock("ff68", "--tcp", "[::1]:0", "--address", "3", "--fault", "echo")
    place = str(counter.first["ready"])
    assert place.startswith("[::1]:")
    with closing(open_link(f"tcp:{place}", 9600)) as link:
        assert link.name == f"tcp:{place}"
        link.write(TICKET_001)
        heard = b""
        while len(heard) < len(TICKET_001):
            heard += link.read(SECONDS)
        assert heard == TICKET_001


def test_a_shot_saves_the_slips_that_were_cut_and_the_paper_that_hangs_out(
    mock: Callable[..., Mock], tmp_path: Path
) -> None:
    printer = mock("escpos", "--link", str(tmp_path / "tty"))
    with serial.Serial(str(tmp_path / "tty"), 9600, timeout=SECONDS) as port:
        port.write(b"\x1b@A012\n\x1dV\x00A013\n")  # ESC @, text, GS V 0: docs/protocols/escpos.md
        printer.said(lambda line: line.get("what") == "slip")
        printer.hand(f"shot {tmp_path / 'shots'}")
        files = printer.said(lambda line: "shot" in line)["shot"]
    assert [Path(file).name for file in files] == ["slip-1.png", "escpos-1.png"]
    assert all(Path(file).read_bytes().startswith(b"\x89PNG") for file in files)
    printer.hand("shot")
    assert printer.said(lambda line: "error" in line) == {"error": "say where: shot FOLDER"}
    (tmp_path / "file").touch()
    printer.hand(f"shot {tmp_path / 'file'}")
    assert "name another folder" in printer.said(lambda line: "error" in line)["error"]
    assert printer.end() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ff68"], "say --link PATH or --tcp"),
        (["tuba", "--link", "x"], "use one of"),
        (["ff68", "--tcp", "nowhere"], "no HOST:PORT"),
        (["ff68", "--tcp", "[::1:0"], "no HOST:PORT"),
        (["ff68", "--tcp", "::1:0"], "or [::1]:9100"),
        (["ff68", "--tcp", "127.0.0.1:0", "--set", "colour=red"], "colour"),
        (["ff68", "--tcp", "127.0.0.1:0", "--fault", "drop=9"], "from 0 to 1"),
        (["ff68", "--tcp", "127.0.0.1:0", "--address", "1", "1"], "address of its own"),
    ],
)
def test_a_wrong_start_is_one_sentence(words: list[str], sentence: str) -> None:
    status, said = hall("mock", *words)
    assert status == 1
    assert sentence in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def test_list_names_kinds_hands_and_options() -> None:
    status, said = hall("mock", "--list")
    lines = [json.loads(line) for line in said.splitlines()]
    assert status == 0
    assert {line["kind"] for line in lines} >= {"onbon", "ff68", "ef01", "escpos"}
    assert any("unplug" in line.get("hand", "") for line in lines)


def test_a_text_is_sent_acknowledged_and_seen(mock: Callable[..., Mock], tmp_path: Path) -> None:
    port = str(tmp_path / "led")
    sign = mock("onbon", "--link", port, "--address", "3", "4")
    words = ["--port", port, "--address", "3", "--text", "A012 请到3号窗口"]
    status, said = hall("send", "onbon", *words)
    assert (status, "acknowledged" in said) == (0, True), said
    seen = sign.said(lambda line: line.get("what") == "display" and line["detail"]["text"])
    assert (seen["address"], seen["detail"]["text"]) == (3, "A012 请到3号窗口")
    status, said = hall("probe", "onbon", "--port", port, "--address", "4")
    assert (status, "answers" in said) == (0, True), said
    status, said = hall("probe", "onbon", "--port", port, "--address", "9")
    assert (status, "Nobody" in said) == (1, True), said
    sign.hand("@3 fault busy")
    sign.said(lambda line: line.get("what") == "fault")
    status, said = hall("send", "onbon", *words)
    assert (status, "Refused" in said) == (1, True), said


def test_a_dry_run_decodes_back_to_what_it_means() -> None:
    status, frames = hall("send", "onbon", "--address", "3", "--text", "A012", "--dry-run")
    assert status == 0
    status, said = hall("decode", "onbon", "-", text=frames)
    assert status == 0
    assert "A012" in said
    assert "noise" not in said


def test_a_port_that_is_not_there_or_taken_is_said_in_a_sentence(
    mock: Callable[..., Mock], tmp_path: Path
) -> None:
    status, said = hall("send", "onbon", "--port", str(tmp_path / "no"), "--text", "x")
    assert (status, "no such port" in said) == (1, True), said
    mock("onbon", "--link", str(tmp_path / "led"))
    with serial.Serial(str(tmp_path / "led"), 9600, exclusive=True):
        status, said = hall("probe", "onbon", "--port", str(tmp_path / "led"))
    assert (status, "another program" in said) == (1, True), said


def test_decode_says_what_is_no_frame() -> None:
    # Ping to card 1 from a public C header, with one bit of its checksum bent.
    bent = (
        "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 69 F8 5A"
    )
    status, said = hall("decode", "onbon", *bent.split())
    assert status == 1
    assert "noise" in said
    status, said = hall("decode", "escpos", "1B 40 1D 56")
    assert (status, "another frame may begin" in said) == (0, True), said
    status, said = hall("decode", "escpos", "1B 40 0A")
    assert (status, "may begin" in said) == (0, False), said
    status, said = hall("decode", "onbon", "A5", "0G")
    assert (status, "“G” is no hex digit" in said) == (1, True), said


@pytest.mark.parametrize(
    "words",
    [
        ("send", "onbon", "--text", "x"),
        ("probe", "onbon"),
        ("decode", "onbon", "0G"),
        ("mock", "onbon", "--set", "a=b"),
        ("up", "dance", "--hall", "examples/zhenlai/hall.toml"),
    ],
)
def test_an_error_names_its_command_once(words: tuple[str, ...]) -> None:
    status, said = hall(*words)
    assert status != 0
    assert said.splitlines()[-1].count(f"hall {words[0]}: ") == 1, said
    assert not re.search(rf"hall {words[0]}: .*hall {words[0]} ", said.partition(" — ")[0])


@pytest.mark.parametrize("command", ["decode", "probe", "send"])
def test_help_names_the_drivers(command: str) -> None:
    status, said = hall(command, "--help")
    assert status == 0
    assert (
        "ef01, ef01-usb, escpos, ff68, onbon, sam, scanner, scanner-serial, uru4500, zk"
        in " ".join(said.split())
    )
