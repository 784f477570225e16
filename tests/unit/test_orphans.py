"""A screen that hall.toml lost: what it kept for the ledger is told, for nobody sends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import Kiosk
from broker.domain.requests import AnyRequest
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.ledger.orphan_watch import orphaned
from broker.ledger.watches import watch_all
from broker.service.outbox_file import OutboxFile
from broker.wire import codec
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from kiosk.issuing.events import Open
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

KIOSKS = (Kiosk(id="kiosk-1", line="p1"), Kiosk(id="kiosk-2", line="p2"))
RENAMED = small_hall(kiosks=(Kiosk(id="kiosk-1", line="p1"), Kiosk(id="east", line="p2")))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    desk = LedgerHall(tmp_path, small_hall(kiosks=KIOSKS))
    yield desk
    desk.close()


def rename(desk: LedgerHall) -> None:
    """The hall is started anew, and its second kiosk has another name."""
    desk.close()
    desk.hall = RENAMED
    desk.settings = replace(desk.settings, hall=RENAMED)
    desk.open()


def left(desk: LedgerHall, *requests: AnyRequest, screen: str = "kiosk-2") -> Path:
    """These wait in the outbox of a screen."""
    file = OutboxFile(desk.settings.run / f"{screen}-outbox.db", lambda _error: None)
    file.open()
    file.write([(each.id, codec.encode_request(each)) for each in requests], [])
    file.close()
    return file.file


def spare(desk: LedgerHall) -> MergeTicket:
    words = {"queue": "qa", "day": date(2026, 11, 23), "held": HeldAs.PRINTED}
    return desk.make(MergeTicket, **words, source="kiosk-2", number="A9007", taken=desk.clock.now())


def activation(desk: LedgerHall) -> tuple[str, ActivateTicket]:
    """A number that somebody holds, and the ledger has not been told so."""
    given = desk.fact(ReserveTicket, queue="qa")
    return given.number, desk.make(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)


def said(desk: LedgerHall) -> str:
    found = orphaned(desk.settings.run, desk.hall, desk.ledger.floor)
    return found.en if found else ""


def test_what_waits_is_told_with_screen_and_numbers_until_it_is_gone(desk: LedgerHall) -> None:
    number, activate = activation(desk)
    file = left(desk, spare(desk), activate)
    assert said(desk) == ""  # its own screen sends it
    rename(desk)
    watch_all(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.OUTBOX)
    told = desk.retained(topic, Alert)
    for each in ("kiosk-2", "A9007", number):
        assert each in told.zh
        assert each in told.en
    again = OutboxFile(file, lambda _error: None)
    assert len(again.open()) == 2  # nothing was changed
    again.close()
    file.unlink()
    rename(desk)
    watch_all(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    assert topic not in desk.broker.retained


def test_what_its_journal_says_that_somebody_holds_is_told(desk: LedgerHall) -> None:
    asked = desk.make(ReserveTicket, queue="qa")
    (given,) = desk.do(ReserveTicket, queue="qa").facts
    rename(desk)
    file = desk.settings.run / "kiosk-2-journal.json"
    file.write_bytes(msgspec.json.encode((Open(asked),)))
    assert said(desk) == ""  # nobody has seen a number
    file.write_bytes(msgspec.json.encode((Open(asked, given),)))
    assert given.number in said(desk)
    file.write_bytes(b"[{")
    assert "kiosk-2-journal.json" in said(desk)
    file.write_bytes(b"[]")
    assert said(desk) == ""


def test_an_outbox_that_cannot_be_read_is_named(desk: LedgerHall) -> None:
    (desk.settings.run / "kiosk-7-outbox.db").write_bytes(b"\xa5" * 8192)
    assert "kiosk-7-outbox.db" in said(desk)


def test_an_empty_outbox_is_nobodys_trouble(desk: LedgerHall) -> None:
    left(desk, screen="kiosk-7")
    assert said(desk) == ""
