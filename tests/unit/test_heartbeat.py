"""Signs of life: sent as systemd wants them, and heard by `hall up`. Time is handed in."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broker.service.heartbeat import Ear, Heartbeat, Watcher, unwatched, watcher
from broker.service.runner import Runner


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """Where systemd would hear: in a file, without blocking."""
    place = str(tmp_path / "notify")
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as there:
        there.bind(place)
        there.setblocking(False)
        yield place, there


def told(there: socket.socket) -> list[bytes]:
    found = []
    try:
        while True:
            found.append(there.recv(4096))
    except BlockingIOError:
        return found


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NOTIFY_SOCKET": "/run/notify"},
        {"WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "", "WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "vsock:2:9", "WATCHDOG_USEC": "90000000"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "0"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "-5"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "²"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "soon"},
    ],
)
def test_nobody_watches_who_does_not_say_so_in_full(environment: dict[str, str]) -> None:
    assert watcher(environment) is None


def test_a_watcher_is_read_in_seconds_and_taken_from_children() -> None:
    said = {"NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "90000000", "WATCHDOG_PID": "1", "A": "b"}
    assert watcher(said) == Watcher("@x", 90.0)
    assert unwatched(said) == {"WATCHDOG_PID": "1", "A": "b"}


def test_a_beat_comes_at_once_and_then_thrice_in_a_patience(
    systemd: tuple[str, socket.socket],
) -> None:
    place, there = systemd
    with closing(Heartbeat(Watcher(place, 90.0))) as heart:
        assert heart.next_wakeup() == 0.0
        for now in range(180):
            heart.tick(float(now))
        assert told(there) == [b"WATCHDOG=1"] * 6
        assert heart.next_wakeup() == 180.0


def test_a_watcher_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    with closing(Heartbeat(Watcher(str(tmp_path / "nobody"), 3.0))) as heart:
        heart.tick(1.0)
        assert heart.next_wakeup() == 2.0


def test_a_watcher_that_does_not_read_stops_no_loop(systemd: tuple[str, socket.socket]) -> None:
    place, there = systemd
    with closing(Heartbeat(Watcher(place, 3.0))) as heart:
        for now in range(5000):
            heart.tick(float(now))
        assert 0 < len(told(there)) < 5000


def test_a_runner_beats_for_as_long_as_it_turns(systemd: tuple[str, socket.socket]) -> None:
    place, there = systemd
    now = [100.0]
    runner = Runner(clock=lambda: now[0])
    with closing(Heartbeat(Watcher(place, 90.0))) as heart:
        runner.add(heart)
        runner.step(0.0)
        assert told(there) == [b"WATCHDOG=1"]
        runner.step(0.0)
        assert told(there) == []
        now[0] += 30.0
        runner.step(0.0)
        assert told(there) == [b"WATCHDOG=1"]


def ear_and_heart(patience: float = 90.0) -> tuple[Ear, Heartbeat]:
    ear = Ear(patience)
    by = watcher(ear.environment)
    assert by is not None
    assert by.patience == patience
    return ear, Heartbeat(by)


def asked(ear: Ear, begin: float, end: float) -> list[float]:
    """When it is told to be stuck, asked each second."""
    return [now for now in (begin + each for each in range(int(end - begin))) if ear.stuck(now)]


def test_a_loop_that_was_heard_and_is_silent_is_stuck_and_told_once() -> None:
    ear, heart = ear_and_heart()
    with closing(ear), closing(heart):
        assert asked(ear, 0.0, 500.0) == []
        heart.tick(500.0)
        assert asked(ear, 500.0, 1000.0) == [591.0]


def test_a_loop_that_beats_is_not_stuck() -> None:
    """The control."""
    ear, heart = ear_and_heart()
    with closing(ear), closing(heart):
        for now in range(1000):
            heart.tick(float(now))
            assert not ear.stuck(float(now))


def test_whoever_was_away_himself_blames_nobody() -> None:
    """`hall up` was stopped, or the machine slept: nobody could say anything meanwhile."""
    ear, heart = ear_and_heart()
    with closing(ear), closing(heart):
        heart.tick(0.0)
        assert asked(ear, 0.0, 50.0) == []
        assert asked(ear, 5000.0, 5090.0) == []
        assert asked(ear, 5090.0, 5200.0) == [5091.0]


def test_what_a_process_said_that_ended_is_not_the_next_ones() -> None:
    ear, heart = ear_and_heart()
    with closing(ear), closing(heart):
        heart.tick(0.0)
        ear.forget()
        assert asked(ear, 1.0, 300.0) == []


def test_other_words_are_no_sign_of_life() -> None:
    ear, heart = ear_and_heart()
    with (
        closing(ear),
        closing(heart),
        closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as s,
    ):
        place = "\0" + ear.environment["NOTIFY_SOCKET"][1:]
        heart.tick(0.0)
        assert not ear.stuck(0.0)
        for now in range(1, 91):
            s.sendto(b"STATUS=WATCHDOG=1 soon\nREADY=1", place)
            assert not ear.stuck(float(now))
        assert ear.stuck(91.0)
