"""The rules are complete: nothing can be asked, or happen, that a topic forgot to answer for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from msgspec.inspect import type_info
from msgspec.structs import FieldInfo, fields

from broker.domain.attendance.requests import RecordPunch
from broker.domain.base import Fact, Request
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.projection import APPLY
from broker.domain.ratings.requests import GiveRating
from broker.domain.refusals import No, Refusal
from broker.domain.requests import AnyChange, AnyQuery, AnyRequest
from broker.domain.rules import RULES, decide, moments
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets.requests import ReserveTicket
from tests.stages.halls import MORNING, small_hall

FACTS, CHANGES, REQUESTS = get_args(AnyFact), get_args(AnyChange), get_args(AnyRequest)
MAD = [datetime(1, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)]


def declared(base: type) -> set[type]:
    """Everything of this base that stands in a topic, whether anybody knows of it or not; what is
    itself a base there is none of it."""
    here = {each for each in base.__subclasses__() if each.__module__.startswith("broker.domain.")}
    return {leaf for each in here for leaf in declared(each) or {each}}


def topic(kind: type) -> str:
    return kind.__module__.split(".")[2]


def home(kind: type, part: str) -> str:
    """The file of its topic where something of it must stand."""
    return f"broker/domain/{topic(kind)}/{part}.py"


def test_every_fact_of_a_topic_is_a_fact_of_the_hall() -> None:
    for kind in declared(Fact) - set(FACTS):
        pytest.fail(f"add {kind.__name__} to the union at the end of {home(kind, 'facts')}")
    assert declared(Fact) == set(FACTS)


def test_every_request_of_a_topic_may_be_asked() -> None:
    for kind in declared(Request) - set(REQUESTS):
        pytest.fail(f"add {kind.__name__} to the union at the end of {home(kind, 'requests')}")
    assert declared(Request) == set(REQUESTS)


def test_every_fact_has_its_projection() -> None:
    """In its own topic, and perhaps in those that stand upon it."""
    for kind in FACTS:
        homes = [change.__module__.split(".")[2] for change in APPLY.get(kind, ())]
        assert homes[:1] == [topic(kind)], (
            f"add {kind.__name__} to APPLY in {home(kind, 'projection')}"
        )
    assert set(APPLY) == set(FACTS)


def test_every_request_that_changes_something_has_its_rule() -> None:
    for kind in CHANGES:
        assert kind in RULES, f"add a rule for {kind.__name__} to RULES in {home(kind, 'rules')}"
        assert RULES[kind].__module__.rpartition(".")[0] == f"broker.domain.{topic(kind)}"
    assert set(RULES) == set(CHANGES)
    assert not set(CHANGES) & set(get_args(AnyQuery))


def test_facts_and_requests_do_not_share_a_name() -> None:
    names = [kind.__name__ for kind in (*FACTS, *REQUESTS)]
    assert len(names) == len(set(names))


# --- times that no calendar can reckon with -------------------------------------------------------


def times(kind: type) -> Iterator[str]:
    """The fields in whose declaration a time stands, however deep."""
    for field in type_info(kind).fields:  # type: ignore[attr-defined]  # a struct
        if "DateTimeType" in repr(field.type) and field.name != "at":
            yield field.name


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__name__)
def test_every_time_in_a_request_is_looked_at(kind: type[Request]) -> None:
    assert list(moments(kind)) == list(times(kind))


def test_the_times_we_know_of_are_found() -> None:
    """The control: a rule that finds none would agree with itself."""
    assert moments(ReserveTicket) == ("slot",)
    assert moments(GiveRating) == ("armed_at", "pressed_at")
    assert moments(RecordPunch) == ("punched_at",)
    assert moments(MergeTicket) == ("taken", "slot")


# Whatever time it claims: tests/unit/test_quarantine.py, test_series.py
KEPT_APART = (RecordPunch, MergeTicket, LeaveOpinion)
TIMED = [(kind, name) for kind in CHANGES for name in moments(kind) if kind not in KEPT_APART]


@pytest.mark.parametrize("mad", MAD, ids=["long ago", "far away"])
@pytest.mark.parametrize(("kind", "name"), TIMED, ids=lambda each: getattr(each, "__name__", each))
def test_a_clock_that_has_gone_mad_is_refused(kind: type[Any], name: str, mad: datetime) -> None:
    filled = {field.name: _some(field) for field in fields(kind) if field.required}
    request = kind(**{**filled, name: mad})
    with pytest.raises(Refusal) as refused:
        decide(Floor(small_hall()), request, MORNING)
    assert refused.value.code is No.NO_SUCH_TIME


def _some(field: FieldInfo) -> Any:
    return MORNING if field.name.endswith("at") else "x"
