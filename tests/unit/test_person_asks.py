"""A person of a test who got no answer asks again: a ledger that starts slowly is no fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from broker.bus.base import Unanswered
from broker.domain.requests import Answer, AnyRequest, Granted
from broker.domain.tickets.requests import ReserveTicket
from broker.settings import Settings
from tests.stages import processes
from tests.stages.halls import small_hall
from tests.stages.processes import Person

SETTINGS = Settings(small_hall(), Path("hall.toml"), Path("run"), ())


def somebody(monkeypatch: pytest.MonkeyPatch, silences: int) -> tuple[Person, list[AnyRequest]]:
    """Who hears nothing so often, and then that it is granted; and what was asked."""
    asked: list[AnyRequest] = []

    def post(
        _self: Person, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]
    ) -> None:
        asked.append(request)
        silent = len(asked) <= silences
        handler(Unanswered(request) if silent else Granted(request=request.id, at=request.at))

    monkeypatch.setattr(Person, "post", post)
    return Person(SETTINGS, "kiosk-1"), asked


@pytest.mark.parametrize("silences", [0, 1, 3])
def test_the_same_is_asked_until_it_is_answered(
    silences: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, asked = somebody(monkeypatch, silences)
    assert isinstance(person.ask(ReserveTicket, queue="qa"), Granted)
    assert len(asked) == silences + 1
    assert {each.id for each in asked} == {asked[0].id}, "a second request would be a second number"


def test_a_hall_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.01)
    person, _ = somebody(monkeypatch, 1_000_000)
    with pytest.raises(AssertionError, match="ReserveTicket"):
        person.ask(ReserveTicket, queue="qa")
