"""Punches and reports of deliveries as devices send them, of invented people."""

from __future__ import annotations

from datetime import datetime

from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.calling.requests import ReportDelivery
from tests.stages.halls import MORNING


def punch(name: object, at: datetime = MORNING) -> RecordPunch:
    """What the clock-in service has kept of one finger; `name` tells it from others."""
    return RecordPunch(
        id=f"request-{name}",
        at=MORNING,
        source="clockin",
        staff="101",
        device="reader-1",
        punched_at=at,
        way=PunchWay.FINGER,
    )


def noted(source: str = "punch", device: str = "leader", reason: str = "忘记打卡") -> RecordPunch:
    """What the duty leader has noted of one."""
    return RecordPunch(
        id="request-1",
        at=MORNING,
        source=source,
        staff="101",
        device=device,
        punched_at=MORNING,
        way=PunchWay.LEADER,
        reason=reason,
        by="900",
    )


def undelivered(detail: str) -> ReportDelivery:
    """A call that no sign showed."""
    return ReportDelivery(
        id="request-1",
        at=MORNING,
        source="display-1",
        call="20261123-A001.1.0",
        device="display-1",
        delivered=False,
        reason=UndeliveredReason.LINE_LOST,
        detail=detail,
    )
