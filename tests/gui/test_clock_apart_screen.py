"""A kiosk whose machine tells another time than the ledger's says so, until it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broker.domain.alerts import AlertCode
from broker.wire.messages import QueueState
from broker.wire.topics import Kind
from tests.gui.kiosk_rig import Rig, kiosk


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def says(rig: Rig, at: datetime) -> None:
    """The ledger tells of a queue, by its own clock."""
    queue = rig.settings.hall.queues[0].id
    state = QueueState(id="told", at=at, queue=queue, waiting=0, issued=0)
    rig.desk.service.bus.publish(rig.desk.topics.queue(queue), state, retain=True)
    rig.pump()


def test_it_is_an_alert_until_the_clock_is_put_right(rig: Rig) -> None:
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.CLOCK)
    says(rig, rig.clock.now())
    assert not rig.desk.broker.retained.get(alert)
    says(rig, rig.clock.now() + timedelta(days=1))
    assert "请校准" in rig.desk.broker.retained[alert].decode()
    says(rig, rig.clock.now())
    assert not rig.desk.broker.retained.get(alert)
