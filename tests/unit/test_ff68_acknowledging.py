"""How often a key is acknowledged, to the very moment."""

from __future__ import annotations

import pytest

from evaluator.models.ff68 import spec
from evaluator.models.ff68.acknowledging import Acknowledging
from evaluator.models.ff68.commands import AckChoice, AckKeys

ACK = AckKeys(3, b"\x0c")
POLICY = spec.BusPolicy(ack_gap=0.25, acks=3, ack_span=5.0)


@pytest.fixture
def one() -> Acknowledging:
    """Which has acknowledged a key at 100 s."""
    acknowledging = Acknowledging(POLICY)
    assert acknowledging.may(ACK, 100.0)
    return acknowledging


def test_the_same_is_said_again_after_its_gap(one: Acknowledging) -> None:
    assert not one.may(ACK, 100.2499)
    assert one.may(AckChoice(3, 2), 100.2499), "another may follow at once"
    assert one.may(ACK, 100.25)


def test_no_more_than_so_many_are_said_in_a_span(one: Acknowledging) -> None:
    assert [one.may(ACK, at) for at in (101.0, 102.0, 103.0, 104.999)] == [True, True, False, False]
    assert one.may(ACK, 105.0), "the first is of long ago"
    assert not one.may(ACK, 105.999)
