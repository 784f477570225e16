"""A terminal or a pipe that takes nothing stops nobody: lines wait, and what is missing is said."""

from __future__ import annotations

import fcntl
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from broker import logs, terminal
from broker.terminal import Pen

_LINES = 3000
_LONG = "x" * 100


class Pipe:
    """A pipe of one page, and who reads it when the test says so."""

    def __init__(self) -> None:
        self.ear, self.mouth = os.pipe()
        fcntl.fcntl(self.ear, fcntl.F_SETPIPE_SZ, 4096)

    def read_while(self, writer: threading.Thread) -> list[str]:
        """What comes until that thread has ended, and what is left then."""
        os.set_blocking(self.ear, False)
        said = b""
        while True:
            ended = not writer.is_alive()
            try:
                said += os.read(self.ear, 65536)
            except BlockingIOError:
                if ended:
                    return said.decode().splitlines()
                writer.join(0.001)

    def wait_until_full(self) -> None:
        """Until nothing more goes in."""
        while select.select([], [self.mouth], [], 0.001)[1]:
            pass

    def read_all(self, pen: Pen) -> list[str]:
        """What a pen had to say, to its end."""
        closing = threading.Thread(target=pen.close, args=(10.0,))
        closing.start()
        return self.read_while(closing)

    def close(self) -> None:
        for end in (self.ear, self.mouth):
            os.close(end)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()


def test_who_writes_does_not_wait_and_what_is_missing_is_said(pipe: Pipe) -> None:
    pen = Pen(pipe.mouth)
    pen.write(_LONG * 100)  # more than the pipe holds
    pipe.wait_until_full()
    for number in range(_LINES):
        pen.write(f"{number} {_LONG}")
    first, *kept, missing = pipe.read_all(pen)
    assert first == _LONG * 100
    assert missing == f"{_LINES - len(kept)} lines are missing here: nobody took them"
    assert [int(line.split()[0]) for line in kept] == list(range(1000)), "the first, in order"
    pen.write("and on")
    assert pen.close(5.0)
    assert os.read(pipe.ear, 100) == b"and on\n"


def test_what_is_missing_is_said_where_it_is_missing(pipe: Pipe) -> None:
    pen = Pen(pipe.mouth)
    pen.write(_LONG * 100)
    pipe.wait_until_full()
    for number in range(1010):
        pen.write(str(number))
    assert os.read(pipe.ear, 65536)
    while pen._lines.full():
        os.read(pipe.ear, 65536)
    pen.write("and on")
    said = pipe.read_all(pen)
    assert said[-3:] == ["999", "10 lines are missing here: nobody took them", "and on"]


def test_control_whoever_writes_by_himself_waits(pipe: Pipe) -> None:
    with open(pipe.mouth, "w", encoding="utf-8", closefd=False) as stream:
        handler = logging.StreamHandler(stream)
        record = logging.LogRecord("x", logging.WARNING, "", 0, _LONG * 100, (), None)
        writer = threading.Thread(target=handler.emit, args=(record,), daemon=True)
        writer.start()
        writer.join(0.3)
        waits = writer.is_alive()
        said = pipe.read_while(writer)
    assert waits
    assert said == [_LONG * 100]


def test_a_line_after_the_end_is_written_all_the_same(pipe: Pipe) -> None:
    pen = Pen(pipe.mouth)
    assert pen.close()
    for number in range(3):
        pen.write(str(number))
        assert pen.close()
    assert os.read(pipe.ear, 100) == b"0\n1\n2\n"


def test_an_end_does_not_wait_for_ever(pipe: Pipe) -> None:
    pen = Pen(pipe.mouth)
    pen.write(_LONG * 100)
    assert not pen.close(0.05)
    assert pipe.read_all(pen) == [_LONG * 100]


def test_a_reader_that_is_gone_ends_nobody() -> None:
    ear, mouth = os.pipe()
    os.close(ear)
    pen = Pen(mouth)
    pen.write("nobody hears this")
    assert pen.close(5.0)
    os.close(mouth)


def test_a_terminal_that_does_not_block_loses_no_line(pipe: Pipe) -> None:
    os.set_blocking(pipe.mouth, False)
    pen = Pen(pipe.mouth)
    for number in range(100):
        pen.write(f"{number} {_LONG}")
    said = pipe.read_all(pen)
    assert [line.split()[0] for line in said] == [str(number) for number in range(100)]


_PROGRAM = f"""
import logging, sys, threading
from broker import logs, terminal
logs.configure("clockin")
terminal.announce("up")
for number in range({_LINES}):
    logging.getLogger("x").warning("%d {_LONG}", number)
sys.stdin.readline()
"""


def test_a_process_whose_log_nobody_reads_goes_on_and_ends() -> None:
    """As behind Ctrl-S: it reads what it is told, and ends when it should."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stderr is not None
        program.stdin.write("end\n")
        program.stdin.close()
        assert program.wait(20) == 0
        said = program.stderr.read()
    assert "WARNING clockin x: 0 " in said


def test_what_was_logged_last_is_there_after_an_end_in_good_order() -> None:
    program = _PROGRAM.replace(str(_LINES), "20")
    done = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=True
    )
    assert done.stdout == "up\n"
    assert [line.split()[5] for line in done.stderr.splitlines()] == [str(n) for n in range(20)]


def test_a_stream_that_is_no_file_takes_it_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.announce("the hall is \x1b[2J up")
    handler = logs._Handler()
    handler.setFormatter(logs._Plain("%(message)s"))
    handler.handle(logging.LogRecord("x", logging.WARNING, "", 0, "gone: %s", ("\x1b",), None))
    said = capsys.readouterr()
    assert said.out == "the hall is \\x1b[2J up\n"
    assert said.err == "gone: \\x1b\n"
