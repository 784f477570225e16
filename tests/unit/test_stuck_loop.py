"""A screen whose loop is stuck ends and says where; one whose loop turns is left alone."""

from __future__ import annotations

import subprocess
import sys
import time

PATIENCE = 1.0
PROGRAM = f"""
import time
from broker.service.runner import Runner
from kiosk.qt.stuck import StuckLoop

def hang(seconds):
    time.sleep(seconds)

runner = Runner()
watch = StuckLoop({PATIENCE})
runner.add(watch)
runner.post(hang, SECONDS)
ends = time.monotonic() + 2.5 * {PATIENCE}
while time.monotonic() < ends:
    runner.step(0.05)
watch.close()
time.sleep(1.5 * {PATIENCE})
print("it lives")
"""


def ran(seconds: float) -> tuple[subprocess.CompletedProcess[str], float]:
    """A loop one of whose handlers takes so long; and how long the program lived."""
    begun = time.monotonic()
    code = PROGRAM.replace("SECONDS", str(seconds))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done, time.monotonic() - begun


def test_a_loop_that_is_stuck_ends_its_program_and_says_where() -> None:
    done, lived = ran(60.0)
    assert done.returncode == 1
    assert lived < 30
    assert "in hang" in done.stderr
    assert "it lives" not in done.stdout


def test_a_loop_that_turns_is_left_alone_and_so_is_one_that_has_ended() -> None:
    """The control; its longest handler takes a third of the patience."""
    done, _ = ran(PATIENCE / 3)
    assert done.returncode == 0
    assert done.stdout == "it lives\n"
    assert done.stderr == ""
