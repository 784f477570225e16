"""`hall demo --headless`: the whole hall, played from the first punch to the last rating."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from broker.commands.audit import read, troubles
from broker.domain.attendance.facts import DutyCorrected, PunchRecorded, Turn
from broker.domain.calling.facts import TicketCalled
from broker.domain.enrolment.facts import ConsentGiven
from broker.domain.tickets.facts import TicketCancelled, TicketRequeued
from broker.ledger.figures import count
from broker.ledger.rows import recorded
from broker.settings import load
from firmware_mocks.usb.kernel_bus import unavailable

SAMPLE = Path("examples/zhenlai/hall.toml")
SCREENS = (
    *("home", "choose", "items", "item", "search", "confirm", "ticket", "remembered", "closed"),
    *("home-english", "home-elder", "printing", "progress", "still-there"),
)
PANEL = ("sign-in", "free", "called", "serving")
CLOCK_IN = ("idle", "unknown", "unclear", "told", "again", "pin", "by-pin")
ENROLMENT = ("sign-in", "list", "consent", "press", "stopped")
TOLD = (  # what README promises of a morning
    "a stranger touches the reader, in vain",
    "the finger of 1001 is too dry",
    "1001 touches again, which counts once",
    "the duty leader notes that 1014 is here, who forgot to clock in",
    ": out of paper; the number is shown to be remembered",
    "window 3: its sign is unplugged",
)
DESK = (
    *("sign-in", "queues", "queues-found", "number", "appointment", "printing", "held"),
    *("find", "ticket", "reprinting", "reprinted", "missed", "ticket-missed", "requeued"),
    *("waiting", "cancel", "cancelled", "no-paper", "to-note", "noted"),
)


@pytest.mark.timeout(900)  # a minute on a free machine, and as long as it takes on a busy one
def test_a_morning_plays_itself(tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "out"
    words = ["demo", "--headless", "--hall", str(SAMPLE), "--run", str(run), "--out", str(out)]
    played = subprocess.run(
        [sys.executable, "-m", "broker.cli", *words],
        capture_output=True,
        text=True,
        timeout=880,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    rows = list(read(run / "hall" / "ledger.db"))
    assert troubles(rows) == []
    figures = count(recorded(row) for row in rows)
    assert figures.duplicates == 0
    assert figures.served > 20
    assert sum(figures.levels.values()) > 5
    assert figures.punches >= 13  # the first touches the reader again, and the hall's hour is short
    assert "8:30, the doors open · 14 windows" in played.stdout
    assert f"audit of the ledger: {len(rows)} facts, the chain holds" in played.stdout
    for said in TOLD:
        assert said in played.stdout
    called = [fact for row in rows if isinstance(fact := recorded(row).fact, TicketCalled)]
    assert all(fact.why for fact in called)
    assert f"{figures.issued:>10}" in played.stdout
    written = [recorded(row).fact for row in rows]
    at = Counter(fact.device for fact in written if isinstance(fact, PunchRecorded))
    if unavailable():
        assert "the reader hangs on a serial line, for there is no simulated USB" in played.stdout
    else:
        assert "the reader hangs on USB, and a serial one stands beside it" in played.stdout
        assert at["reader-1"] >= 12
        assert at["reader-1-serial"] == 1
    corrected = [fact for fact in written if isinstance(fact, DutyCorrected)]
    assert [(fact.staff, fact.turn, fact.by) for fact in corrected] == [("1014", Turn.IN, "2001")]
    names = [member.name for member in load(SAMPLE).hall.staff]
    told = [played.stdout, played.stderr, *(row.body.decode() for row in rows)]
    assert not [name for name in names if any(name in text for text in told)]
    pictures = {each.name for each in out.iterdir()}
    assert {f"kiosk-{each}.png" for each in SCREENS} <= pictures
    assert {f"guide-{each}.png" for each in DESK} <= pictures
    assert {f"panel-{each}.png" for each in PANEL} <= pictures
    assert {f"clock-in-{each}.png" for each in CLOCK_IN} <= pictures
    assert {f"enrolment-{each}.png" for each in ENROLMENT} <= pictures
    assert sum(isinstance(fact, ConsentGiven) for fact in written) == 1
    assert not [each for each in pictures if each.startswith("trouble")]
    assert any(isinstance(fact, TicketRequeued) and fact.by for fact in written)
    assert any(isinstance(fact, TicketCancelled) and fact.by for fact in written)
    assert len(list((out / "at-work").glob("led-*.png"))) == 24
    assert len(list((out / "devices").glob("led-*.png"))) == 24
    assert list((out / "devices").glob("*slip*.png"))
