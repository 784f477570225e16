"""python-escpos, which knows nothing of us, against the simulated printer on a pty."""

from __future__ import annotations

import json
import queue
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import (
    BarcodeLine,
    CutSlip,
    FeedLine,
    QrLine,
    RasterLine,
    TextLine,
)
from firmware_mocks.hosting.ends import at_pty
from firmware_mocks.hosting.events import Event, Shown
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from tests.peer.clients import HERE, MARKS, PYTHON

pytestmark = MARKS


class Bench:
    """The printer on its pty, and the client."""

    def __init__(self, port: Path) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        line = SharedLine([MOCK.make(1, {})])
        self.hosted = HostedLine(line, at_pty(port), self.events.put)
        self.port = self.hosted.start()

    def client(self, deed: str) -> dict[str, Any]:
        ran = subprocess.run(
            [PYTHON, HERE / "escpos_client.py", self.port, deed],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])  # the peer talks, too
        return told

    def slip(self) -> CutSlip:
        while True:
            event = self.events.get(timeout=5.0)
            if isinstance(event, Shown) and isinstance(event.show.detail, CutSlip):
                return event.show.detail


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "printer")
    yield bench
    bench.hosted.stop()


def test_it_prints_what_the_peer_meant(bench: Bench) -> None:
    assert bench.client("print") == {"done": "00"}
    slip = bench.slip()
    assert slip.lines[0] == TextLine("取号 A001", width=3, height=2, align="centre", bold=True)
    assert slip.lines[1] == TextLine("请到 3 号窗口")
    assert [line.data for line in slip.lines if isinstance(line, QrLine)] == ["A001"]
    assert slip.cut == "full"


def test_it_prints_the_pictures_and_codes_of_the_peer(bench: Bench) -> None:
    assert bench.client("figures") == {"done": "00"}
    marks = [each for each in bench.slip().lines if not isinstance(each, FeedLine)]
    triangle = tuple("#" * (2 * y) + " " * (64 - 2 * y) for y in range(24))
    pictures = [each for each in marks if isinstance(each, RasterLine)]
    assert [each.rows for each in pictures] == [triangle] * 3
    bars = [each for each in marks if isinstance(each, BarcodeLine)]
    assert [(each.system, each.data) for each in bars] == [
        ("EAN13", "4006381333931"),
        ("CODE128", "012ABCD"),
    ]
    assert [each.data for each in marks if isinstance(each, QrLine)] == ["https://a.b/镇赉"]
    assert len(marks) == 6, "and nothing of it became text"


@pytest.mark.parametrize(
    ("hand", "told"),
    [
        ("ok", {"online": True, "paper": 2}),
        ("near-end", {"online": True, "paper": 1}),
        ("paper out", {"online": False, "paper": 0}),
        ("cover open", {"online": False, "paper": 2}),
        # Why our own codec exists: to a silent printer the peer says "plenty of paper".
        ("fault silent", {"online": False, "paper": 2}),
    ],
)
def test_it_reads_the_status_as_the_peer_does(bench: Bench, hand: str, told: Any) -> None:
    bench.hosted.hand(hand)
    assert bench.client("status") == told
