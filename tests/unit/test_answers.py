"""Answers of a ledger that is newer than whoever reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from broker.domain.errors import WireError
from broker.domain.requests import Found
from broker.domain.tickets.facts import TicketExpired
from broker.wire.codec import decode_answer

KNOWN = {"type": "ticket-expired", "ticket": "20261123-A001"}
NEWER = {"type": "bell-rung", "ticket": "20261123-A001"}
AT = "2026-11-23T01:00:00Z"


def found(*facts: dict[str, Any]) -> bytes:
    ticket = {
        "ticket": "20261123-A001",
        "number": "A001",
        "queue": "qa",
        "group": "ordinary",
        "state": "expired",
    }
    history = [{"at": AT, "source": "ledger", "fact": fact} for fact in facts]
    return json.dumps(
        {"type": "found", "request": "r-1", "at": AT, "ticket": ticket, "history": history}
    ).encode()


def test_a_fact_that_only_the_ledger_knows_is_left_out() -> None:
    answer = decode_answer(found(NEWER, KNOWN, NEWER))
    assert isinstance(answer, Found)
    assert answer.ticket.number == "A001"
    assert [each.fact for each in answer.history] == [TicketExpired(ticket="20261123-A001")]


@pytest.mark.parametrize("bad", [{"type": "ticket-expired"}, {"type": 7}, {}])
def test_a_fact_that_is_wrong_is_still_no_answer(bad: dict[str, Any]) -> None:
    """The control."""
    for facts in ((bad,), (NEWER, bad)):
        with pytest.raises(WireError):
            decode_answer(found(*facts))
