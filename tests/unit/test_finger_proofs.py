"""What `hall enrol --withdraw` says of a reader that has not erased yet: it is away, or busy."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from broker.bus.base import Delivery
from broker.commands.finger_proofs import ReadersAtWork, Withdrawal
from broker.commands.visiting import Guest
from broker.domain.hall import Reader
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import FingersState
from broker.wire.messages import DeviceState, Liveness
from tests.stages.halls import MORNING, small_hall

HALL = replace(small_hall(), readers=(Reader(id="door", line="x"),))
WHO = StaffId("101")


class Told:
    """A guest to whom the hall says this as soon as it listens, and nothing more."""

    def __init__(self, liveness: Liveness | None) -> None:
        self.said: dict[type, Any] = {
            FingersState: FingersState(id="f", at=MORNING, reader="door", erase=(WHO,))
        }
        if liveness is not None:
            self.said[DeviceState] = DeviceState(id="d", at=MORNING, state=liveness)
        self.bus = SimpleNamespace(subscribe=self.subscribe)

    def subscribe(self, topic: str, kind: type, hear: Callable[[Delivery], None]) -> None:
        if kind in self.said:
            hear(Delivery(topic, self.said[kind], retained=True))

    def until(self, over: Callable[[], bool], _seconds: float) -> bool:
        return over()


@pytest.mark.parametrize(
    ("liveness", "when"),
    [
        (Liveness.READY, "the reader is free: it is busy, somebody may be enrolling there"),
        (Liveness.LOST, "the reader is back"),
        (None, "the reader is back"),
    ],
)
def test_a_reader_that_is_there_is_busy_and_not_away(
    liveness: Liveness | None, when: str, capsys: pytest.CaptureFixture[str]
) -> None:
    guest = cast("Guest", Told(liveness))
    assert Withdrawal(guest, HALL).run(lambda: True, WHO) == 1
    assert capsys.readouterr().out == (
        f"door: not erased yet; it is as soon as {when}, and nobody is known by these fingers until"
        " then.\n"
    )
    assert ReadersAtWork(guest, HALL).later("door").en == when


def test_what_the_ledger_refuses_is_not_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    guest = cast("Guest", Told(None))
    assert Withdrawal(guest, HALL).run(lambda: False, WHO) == 1
    assert capsys.readouterr().out == ""
