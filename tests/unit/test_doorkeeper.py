"""The reader of the broker's log: however its lines come, they are counted and kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broker.doorkeeper import Doorkeeper
from broker.mosquitto_words import TurnedAway
from tests.unit.test_mosquitto_words import CAME, DENIED, PLAIN

LINES = f"{CAME}\n1795853570: Sending PINGRESP to 龙\n{DENIED}\n{PLAIN}\n{DENIED}".encode()
KEPT = f"{DENIED}\n{PLAIN}\n{DENIED}\n".encode()


def said(folder: Path, *pieces: bytes) -> Doorkeeper:
    """One that has read these to the end."""
    keeper = Doorkeeper(folder / "mosquitto.log", TurnedAway())
    end = os.dup(keeper.end)
    keeper.begin()
    for each in pieces:
        assert os.write(end, each) == len(each)
    os.close(end)
    keeper.wait()
    return keeper


@pytest.mark.parametrize(
    "pieces",
    [
        (LINES + b"\n",),
        (LINES,),  # it was killed within its last word
        tuple(LINES[at : at + 1] for at in range(len(LINES))),
        tuple(LINES[at : at + 7] for at in range(0, len(LINES), 7)),
    ],
    ids=["whole", "without an end", "a byte at a time", "in pieces"],
)
def test_lines_are_put_together(pieces: tuple[bytes, ...], tmp_path: Path) -> None:
    keeper = said(tmp_path, *pieces)
    assert keeper.refused() == ({"127.0.0.1": 1}, {"kiosk-1": 2})
    assert (tmp_path / "mosquitto.log").read_bytes() == KEPT


def test_thousands_of_lines_wait_for_whoever_reads_them(tmp_path: Path) -> None:
    """Mosquitto does not wait: what the pipe does not hold is lost. Nobody reads yet."""
    keeper = Doorkeeper(tmp_path / "mosquitto.log", TurnedAway())
    flood = (DENIED + "\n").encode() * 6000
    assert os.write(keeper.end, flood) == len(flood)
    keeper.begin()
    keeper.wait()
    assert keeper.refused()[1] == {"…": 6000}


def test_a_disk_that_takes_nothing_is_no_reason_to_stop_counting(tmp_path: Path) -> None:
    (tmp_path / "mosquitto.log").mkdir()
    assert said(tmp_path, LINES).refused() == ({"127.0.0.1": 1}, {"kiosk-1": 2})
