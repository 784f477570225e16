"""The stage of two networks: a cable that carries, can be pulled, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.stages.two_networks import NEAR, TwoNetworks, two_networks, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"no namespaces here: {why_not()}")

KILLED = """
import os, signal
from tests.stages.two_networks import two_networks
with two_networks() as nets:
    print(nets.near[2], nets.far[2], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
_ROOT = Path(__file__).parents[2]
_PATIENCE = 20.0  # seconds


def reaches(nets: TwoNetworks, seconds: float) -> bool:
    """Whether a packet of the far one comes to the near one, and an answer back."""
    asked = f"import socket; socket.create_connection(({NEAR!r}, 9), {seconds})"
    words = [*nets.far, sys.executable, "-c", asked]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return "ConnectionRefusedError" in done.stderr  # nobody listens there, and says so


def test_a_cable_carries_and_can_be_pulled() -> None:
    with two_networks() as nets:
        assert reaches(nets, _PATIENCE)
        nets.cut()
        assert not reaches(nets, 0.5)
        nets.mend()
        assert reaches(nets, _PATIENCE)


def test_who_is_killed_leaves_nothing_behind() -> None:
    words = [sys.executable, "-c", KILLED]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=_ROOT)
    holders = done.stdout.split()
    assert len(holders) == 2, done.stderr
    end = time.monotonic() + _PATIENCE
    while any(runs(each) for each in holders):
        assert time.monotonic() < end, holders
        time.sleep(0.02)


def runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text("ascii").startswith("sleep")
    except OSError:
        return False
