"""What a screen had kept and the ledger would not have is told to staff, with what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.opinions.facts import About, OpinionKind
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import Refused
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets.facts import HeldAs, VoidReason
from broker.domain.tickets.requests import ActivateTicket, RecordReprint, ReserveTicket, VoidTicket
from broker.service.damaged_outbox import open_outbox
from broker.service.refused_entries import RefusedEntry, told
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.punches import punch

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNKNOWN = "20261122-A001"


def kept(hall: LedgerHall, folder: Path, *requests: Any) -> Alert | None:
    """A life of a kiosk that had these in its outbox; the alert that stands after it."""
    service = hall.join("kiosk-1", hall.runner)
    service.bus.start()
    outbox = open_outbox(service, folder / "kiosk-1-outbox.db")
    for each in requests:
        outbox.put(each, lambda _refusal: None)
    for _ in range(4):
        hall.settle()
    assert len(outbox) == 0, "a refusal is final"
    outbox.close()
    topic = hall.topics.alert(Kind.SERVICE, "kiosk-1", AlertCode.REFUSED)
    return hall.retained(topic, Alert) if topic in hall.broker.retained else None


@pytest.mark.expects_warnings
def test_a_number_the_ledger_does_not_know_is_an_alert_until_the_next_start(
    tmp_path: Path,
) -> None:
    hall = LedgerHall(tmp_path)
    first, second = (
        hall.make(ActivateTicket, source="kiosk-1", ticket=ticket, paper=HeldAs.PRINTED)
        for ticket in (UNKNOWN, "20261122-A002")
    )
    said = kept(hall, tmp_path, first, second)
    assert said is not None
    assert "2 条记录" in said.zh
    assert "取号 20261122-A002（2026-11-23 09:00）" in said.zh
    assert "请到导办台核对" in said.zh
    assert "2 in all" in said.en
    assert "number 20261122-A002 taken, 2026-11-23 09:00" in said.en
    assert kept(hall, tmp_path) is None, "it is told once a life"
    hall.close()


def test_control_what_is_granted_is_no_alert(tmp_path: Path) -> None:
    hall = LedgerHall(tmp_path)
    given = hall.fact(ReserveTicket, queue="qa")
    assert (
        kept(
            hall,
            tmp_path,
            hall.make(ActivateTicket, source="kiosk-1", ticket=given.ticket, paper=HeldAs.PRINTED),
        )
        is None
    )
    hall.close()


ABOUT = {"id": "request-01", "at": MORNING, "source": "kiosk-1"}
NO = Refused(request=ABOUT["id"], at=MORNING, code="x", zh="没有这个号。", en="No such number.")  # type: ignore[arg-type]  # an id


@pytest.mark.parametrize(
    ("asked", "zh", "en", "to_do"),
    [
        (
            MergeTicket(
                **ABOUT,  # type: ignore[arg-type]  # of many kinds
                queue="qa",
                day=date(2026, 11, 23),
                number="KA01",
                taken=MORNING,
            ),
            "备用号 KA01",
            "spare number KA01",
            True,
        ),
        (RecordReprint(**ABOUT, ticket=UNKNOWN), "补打", "a second slip", False),  # type: ignore[arg-type]  # likewise
        (
            VoidTicket(**ABOUT, ticket=UNKNOWN, reason=VoidReason.NOBODY_WAITED),  # type: ignore[arg-type]  # likewise
            "作废",
            "void",
            False,
        ),
        (
            LeaveOpinion(  # type: ignore[arg-type]  # likewise
                **ABOUT, kind=OpinionKind.HELP, about=About.OTHER, left_at=MORNING
            ),
            "一件意见",
            "an opinion",
            False,
        ),
        (punch(0), "一条记录", "an entry", False),
    ],
)
def test_each_says_what_it_was_and_what_is_left_to_do(
    asked: Any, zh: str, en: str, to_do: bool
) -> None:
    said = told(RefusedEntry(asked, NO), 1, SHANGHAI)
    assert f"最近一条：{zh}" in said.zh
    assert en in said.en
    assert "没有这个号。" in said.zh
    assert "No such number." in said.en
    assert ("请到导办台核对" in said.zh) is to_do
    assert ("look it up" in said.en) is to_do


def test_braces_in_what_the_ledger_says_are_no_holes() -> None:
    odd = Refused(request=NO.request, at=MORNING, code="x", zh="{what}", en="{0}")
    said = told(RefusedEntry(punch(0), odd), 1, SHANGHAI)
    assert "：{what}。" in said.zh
    assert "{0}" in said.en
