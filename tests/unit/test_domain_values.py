"""Small values of the domain: ids, devices of a hall, places of windows, what is conspicuous."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from broker.domain import ids
from broker.domain.alerts import Sentences
from broker.domain.backoff import Backoff
from broker.domain.base import kebab
from broker.domain.calling.projection import Visit
from broker.domain.errors import ConfigError, IdentityHeld
from broker.domain.geometry import Geometry, geometry
from broker.domain.hall import Display, EvaluatorPost, KeypadPost, RatingRules, Reader, Wire
from broker.domain.inventory import DeviceKind, Expected, expected
from broker.domain.kiosks import GuideDesk, Kiosk
from broker.domain.ratings.facts import Suspicion
from broker.domain.ratings.suspicion import in_time, suspicions
from tests.stages.halls import MORNING, small_hall

SECOND = timedelta(seconds=1)


def test_ids_are_made_and_taken_apart() -> None:
    ticket = ids.ticket_id(date(2026, 11, 22), ids.ticket_number("A", 7))
    assert ticket == "20261122-A007"
    visit = ids.visit_id(ticket, 2)
    assert visit == "20261122-A007.2"
    call = ids.call_id(visit, 3)
    assert call == "20261122-A007.2.3"
    assert ids.visit_of(call) == visit
    assert ids.ticket_of(visit) == ticket
    assert ids.visit_of(ids.CallId("nothing")) == ids.NO_VISIT
    assert ids.ticket_of(ids.VisitId("")) == ids.NO_TICKET


@pytest.mark.parametrize("text", ["", "20261122", "20261122-", "-A007", "2026112-A007", "x-A-7"])
def test_what_is_no_visit_has_no_day(text: str) -> None:
    assert ids.day_of(ids.VisitId(text)) is None


def test_a_visit_is_of_the_day_of_its_ticket() -> None:
    assert ids.day_of(ids.VisitId("20261122-A007.2")) == date(2026, 11, 22)
    assert ids.day_of(ids.VisitId("20261122-A-007.2")) == date(2026, 11, 22)
    assert ids.ticket_of(ids.VisitId("20261122-A.07.2")) == "20261122-A.07"


def test_a_window_has_what_hall_toml_gives_it_and_no_other_has_it() -> None:
    display = Display(window=2, line="l", address=1)
    evaluator = EvaluatorPost(window=2, line="l", address=1)
    hall = small_hall(displays=(display,), evaluators=(evaluator,))
    assert [hall.has_display(each) for each in (1, 2, 3)] == [False, True, False]
    assert [hall.has_evaluator(each) for each in (1, 2, 3)] == [False, True, False]


@pytest.mark.parametrize(("count", "number"), [(1, "A001"), (999, "A999"), (1000, "A1000")])
def test_numbers_grow_and_never_begin_again(count: int, number: str) -> None:
    assert ids.ticket_number("A", count) == number


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ("works/12", ("works", 12)),
        ("works/12/3", None),
        ("works/", None),
        ("works", None),
        ("12", None),
        ("works/x", None),
        ("works/-1", None),
        ("", None),
    ],
)
def test_an_items_id(item: str, parts: tuple[str, int] | None) -> None:
    assert ids.item_parts(ids.ItemId(item)) == parts
    if parts is not None:
        assert ids.item_id(*parts) == item


def test_requests_that_follow_from_something_have_its_id() -> None:
    assert ids.following(ids.RequestId("abc"), "void") == "abc-void"


@pytest.mark.parametrize(
    ("name", "tag"),
    [("TicketCalled", "ticket-called"), ("Open", "open"), ("ATicketIsCut", "a-ticket-is-cut")],
)
def test_tags_of_facts_and_requests(name: str, tag: str) -> None:
    assert kebab(name) == tag


def test_sentences_are_filled_in_both_languages() -> None:
    sentences = Sentences("{n} 号窗口：{why}", "Window {n}: {why}")
    assert sentences.filled(n=3, why="x") == Sentences("3 号窗口：x", "Window 3: x")


def test_who_comes_second_is_told_who_has_the_name_and_what_can_be_done() -> None:
    said = str(IdentityHeld("board-1", "process 7"))
    assert said.startswith("board-1: process 7 is board-1 already")
    assert "`hall run board 2`" in said


def test_every_device_of_a_hall_is_expected_where_it_is_promised() -> None:
    hall = small_hall(
        lines=(Wire(id="led", driver="onbon", port="a"), Wire(id="pads", driver="ff68", port="b")),
        displays=(Display(window=1, line="led", address=7, width=192, height=48),),
        evaluators=(EvaluatorPost(window=2, line="pads", address=3),),
        keypads=(KeypadPost(window=3, line="pads", address=4),),
        readers=(Reader(id="door", line="finger"),),
        kiosks=(Kiosk(id="kiosk-1", line="slips", name="一号机"),),
        guide_desks=(
            GuideDesk(id="guide-1", line="desk", name="导办台"),
            GuideDesk(id="guide-2", line="", name="导办台二"),
        ),
    )
    assert expected(hall) == (
        Expected(DeviceKind.DISPLAY, "window 1", "led", 7, 192, 48),
        Expected(DeviceKind.EVALUATOR, "window 2", "pads", 3),
        Expected(DeviceKind.KEYPAD, "window 3", "pads", 4),
        Expected(DeviceKind.READER, "door", "finger", 1),
        Expected(DeviceKind.PRINTER, "kiosk-1", "slips", 1),
        Expected(DeviceKind.PRINTER, "guide-1", "desk", 1),
    )
    wire = hall.wire("pads")
    assert wire is not None
    assert wire.driver == "ff68"
    assert hall.wire("nothing") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("960x540+10+40", Geometry(960, 540, 10, 40)),
        (" 960x540 ", Geometry(960, 540, 0, 0)),
        ("99999x1+0+0", Geometry(99999, 1, 0, 0)),
    ],
)
def test_a_windows_place(text: str, place: Geometry) -> None:
    assert geometry(text, "HALL_WINDOW") == place
    assert geometry(str(place), "HALL_WINDOW") == place


def test_the_edges_of_a_place() -> None:
    place = Geometry(960, 540, 10, 40)
    assert (place.right, place.bottom) == (970, 580)


@pytest.mark.parametrize("text", ["", "960", "0x540", "960x540+10", "960x540-1-1", "axb+1+1"])
def test_what_is_no_place_is_named(text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        geometry(text, "HALL_WINDOW")
    said = str(raised.value)
    assert said.startswith("HALL_WINDOW")
    assert repr(text) in said
    assert "this is no place of a window" in said
    assert "write WIDTHxHEIGHT+X+Y in pixels, like 960x540+10+40" in said


RULES = RatingRules(
    armed_seconds=30.0,
    too_soon_seconds=2.0,
    short_visit_seconds=20.0,
    burst_seconds=60.0,
    burst_ratings=3,
)


def _visit(seconds: float) -> Visit:
    visit = Visit(ids.VisitId("v.1"), ids.TicketId("v"), 1, ids.StaffId("101"), MORNING)
    visit.seconds = seconds
    return visit


@pytest.mark.parametrize(
    ("after", "inside"), [(-0.001, False), (0, True), (30, True), (30.001, False)]
)
def test_the_armed_time_has_both_ends(after: float, inside: bool) -> None:
    assert in_time(MORNING, MORNING + after * SECOND, RULES) is inside


@pytest.mark.parametrize(
    ("pressed", "seconds", "earlier", "found"),
    [
        (2.0, 20.0, [], ()),
        (1.999, 20.0, [], (Suspicion.TOO_SOON,)),
        (2.0, 19.999, [], (Suspicion.SHORT_VISIT,)),
        (2.0, 20.0, [-58.0, -1.0], (Suspicion.BURST,)),
        (2.0, 20.0, [-58.001, -1.0], ()),  # the first lies a minute back and more
        (2.0, 20.0, [2.0, 1.0], (Suspicion.BURST,)),
        (2.0, 20.0, [2.001, 1.0], ()),  # one comes later, by another clock
        (0.0, 1.0, [-1.0, -2.0], (Suspicion.TOO_SOON, Suspicion.SHORT_VISIT, Suspicion.BURST)),
    ],
)
def test_what_makes_a_rating_conspicuous(
    pressed: float, seconds: float, earlier: list[float], found: tuple[Suspicion, ...]
) -> None:
    presses = [MORNING + each * SECOND for each in earlier]
    at = MORNING + pressed * SECOND
    assert suspicions(_visit(seconds), MORNING, at, presses, RULES) == found


def test_patience_doubles_to_its_most_and_begins_again() -> None:
    backoff = Backoff(first=0.5, most=3.0)
    assert [backoff.step() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    backoff.clear()
    assert [backoff.step() for _ in range(2)] == [0.5, 1.0]
