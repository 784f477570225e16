"""`hall bench` plugs a U.are.U in, too: a command finds it through libusb, and sees its fingers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.settings import load
from firmware_mocks.bench.stage import Stage
from firmware_mocks.hosting.events import Event, Misunderstood
from firmware_mocks.uru4500.fingers import pressed
from firmware_mocks.usb.kernel_bus import unavailable
from tests.stages.usb_hall import hall_file

WHY_NOT = unavailable()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
    pytest.mark.timeout(300),
]
PLACE = "usb:05ba:000a"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Stage]:
    file = hall_file(tmp_path / "hall", ("door",), 3, "uru4500")
    words = file.read_text("utf-8").replace("usb:1-1", PLACE)
    file.write_text(words, "utf-8")
    wrong: list[Event] = []

    def told(_line: str, event: Event) -> None:
        if isinstance(event, Misunderstood):
            wrong.append(event)

    stage = Stage(load(file, tmp_path), told)
    stage.start()
    assert wrong == []
    yield stage
    stage.stop()


def begun(bench: Stage, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "broker.cli", *words, "--port", PLACE],
        env={**os.environ, **bench.belongings},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_bench_plugs_it_in_and_it_answers(bench: Stage) -> None:
    said, _ = begun(bench, "probe", "uru4500").communicate(timeout=40)
    assert "0102" in said or "05ba:000a" in said.lower(), said


def test_a_finger_put_on_the_benchs_reader_is_seen(bench: Stage) -> None:
    pytest.importorskip("nbis", reason="nbis-py is not installed: pip install '.[uru4500]'")
    for times in range(3):
        pressed("anna", times)  # drawn before: a reader that draws does not answer
    compare = begun(bench, "compare", "uru4500")
    ended = threading.Event()

    def touches() -> None:
        while not ended.wait(1.0):
            bench.hand("line-door finger anna")
            if not ended.wait(1.5):
                bench.hand("line-door lift")

    hand = threading.Thread(target=touches)
    hand.start()
    try:
        said, _ = compare.communicate(timeout=60)
    finally:
        compare.kill()
        ended.set()
        hand.join()
    assert compare.returncode == 0, said
