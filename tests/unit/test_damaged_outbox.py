"""A damaged outbox is put aside and told; its service does not fall over it again and again."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ids import RequestId
from broker.domain.tickets.facts import TicketVoided, VoidReason
from broker.domain.tickets.requests import ReserveTicket, VoidTicket
from broker.service import damaged_outbox, kept_files
from broker.service.committer import InLine
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.issuing.events import Settle
from kiosk.issuing.opening import open_issuer
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall, MemoryHall
from tests.stages.punches import punch


class Alerts:
    told: ClassVar[list[str]] = []

    def __init__(self, *_: Any) -> None:
        """Of whomever."""

    def alert(self, code: str, _sentences: Any) -> None:
        self.told.append(code)


def test_it_is_kept_aside_and_told_at_every_start_until_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(kept_files, "Alerts", Alerts)
    monkeypatch.setattr(Alerts, "told", [])
    bus = SimpleNamespace(on_connection=lambda _: None)
    runner = Runner()
    service: Any = SimpleNamespace(bus=bus, runner=runner, name="clockin", disk_thread=InLine)
    file = tmp_path / "outbox-clockin.db"
    file.write_bytes(b"\xa5" * 8192)

    def start() -> int:
        with caplog.at_level("CRITICAL"):
            outbox = damaged_outbox.open_outbox(service, file, lambda *_: None)
        count = len(outbox)
        outbox.close()
        return count

    assert (start(), Alerts.told) == (0, ["outbox"])
    aside = tmp_path / "outbox-clockin.db.damaged-1"
    assert aside.read_bytes() == b"\xa5" * 8192
    assert (start(), Alerts.told) == (0, ["outbox"] * 2)
    aside.unlink()
    assert (start(), Alerts.told) == (0, ["outbox"] * 2)


@pytest.mark.parametrize("place", [(Kind.KIOSK, "kiosk-1"), (Kind.GUIDE, "guide-1")])
def test_a_screen_goes_on_without_its_damaged_outbox_and_says_so(
    place: tuple[Kind, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The alert stands where `hall status` looks for a program's, and numbers are settled again."""
    name = place[1]
    hall = LedgerHall(tmp_path)
    (tmp_path / f"{name}-outbox.db").write_bytes(b"\xa5" * 8192)
    runner = Runner()
    screen = hall.join(name, runner)
    with caplog.at_level("CRITICAL"):
        issuer, opens = open_issuer(screen, place, None, lambda *_: "")
    screen.bus.start()
    topic = hall.topics.alert(Kind.SERVICE, name, AlertCode.OUTBOX)
    said = hall.retained(topic, Alert)
    assert f"{name}-outbox.db.damaged-1" in said.zh
    assert opens == ()
    given = hall.fact(ReserveTicket, queue="qa")
    nobody = {"ticket": given.ticket, "reason": VoidReason.NOBODY_WAITED}
    issuer.perform([Settle(hall.make(VoidTicket, source=name, **nobody))], lambda _told: None)
    for _ in range(3):
        runner.step(0.05)
        hall.settle()
    assert [each.ticket for each in hall.facts(TicketVoided)] == [given.ticket]
    screen.at_end.close()
    hall.close()


@pytest.mark.expects_warnings
def test_a_disk_that_refuses_an_outbox_is_an_alert_until_it_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the start as later: nobody ends, and the alert goes by itself."""
    hall, runner = MemoryHall(tmp_path), Runner()
    service = hall.join("clockin", runner)
    service.bus.start()
    topic = hall.topics.alert(Kind.SERVICE, "clockin", AlertCode.CANNOT_STORE)

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", refuse)
        outbox = damaged_outbox.open_outbox(service, tmp_path / "outbox-clockin.db")
        for _ in range(3):
            assert "磁盘读写错误" in hall.retained(topic, Alert).zh
            assert "disk I/O error" in hall.retained(topic, Alert).en
            outbox._requests.tick(outbox._requests.next_wakeup() or 0.0)
    outbox._requests.tick(outbox._requests.next_wakeup() or 0.0)
    assert topic not in hall.broker.retained
    outbox.close()


@pytest.mark.expects_warnings
def test_what_the_ledger_cannot_read_is_told_with_whose_it_is_until_it_is_taken_away(
    tmp_path: Path,
) -> None:
    """A punch of which the ledger will never know: the duty leader has to."""
    hall, file = LedgerHall(tmp_path), tmp_path / "outbox-clockin.db"
    topic = hall.topics.alert(Kind.SERVICE, "clockin", AlertCode.OUTBOX)
    aside = file.with_name(f"{file.name}.unreadable")

    def start(*puts: RecordPunch) -> str:
        service = hall.join("clockin", hall.runner)
        service.bus.start()
        outbox = damaged_outbox.open_outbox(service, file)
        for each in puts:
            outbox.put(each, lambda _refusal: None)
        for _ in range(3):
            hall.settle()
        assert len(outbox) == 0
        outbox.close()
        return hall.retained(topic, Alert).en if topic in hall.broker.retained else ""

    bad = [punch(each, MORNING + timedelta(minutes=each)) for each in range(6)]
    bad = [replace(each, id=RequestId(f"\u202e{each.id}")) for each in bad]
    assert start(*bad[:1]).count("1 in all, and it is not recorded: 101 2026-11-23 09:00.") == 1
    assert start(*bad[1:]).count("6 in all") == 1
    assert "101 2026-11-23 09:04…" in start()
    assert aside.read_bytes().count(b"\n") == 6
    with aside.open("ab") as more:
        more.write(aside.read_bytes() + b"torn")
    assert "7 in all" in start()
    aside.unlink()
    assert start() == ""
    hall.close()
