"""The enrolment desk as a program of its own, with fingers on its glass: the true service of the
readers, the true ledger, and a simulated module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from broker.domain.enrolment.facts import ConsentGiven, ConsentWithdrawn, FingerKept, FingersErased
from broker.service.life import broker_place
from tests.stages.enrolling import Hall, enrolling
from tests.stages.screen_process import Screen

CONSENT = """
[attendance]
consent_text = "v1"
"""
OPERATOR, PIN, PERSON = "900", "0000", "103"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with enrolling(tmp_path_factory.mktemp("desk"), CONSENT) as running:
        yield running


@pytest.fixture
def desk(hall: Hall) -> Iterator[Screen]:
    host, port = broker_place(hall.settings)
    place = f"{host}:{port}"
    screen = Screen(hall.settings.run, place, "enrolment", "door", hall=hall.settings.file)
    with closing(screen):
        screen.until("read sentence-zh text", "登记指纹：请经办人登录")
        yield screen
        assert screen.do("quit")["ok"]
        assert screen.ended() == 0


def touched(desk: Screen, key: str, seen: str) -> None:
    """Touch a key until what follows can be seen: a page that has just turned counts no finger."""
    while not desk.do(f"wait {seen} 1")["ok"]:
        desk.do(f"touch {key}")


def about(desk: Screen, staff: str) -> None:
    """Sign in, and name whose fingers it is about."""
    desk.must(f"type {OPERATOR}")
    desk.until("read number-typed text", OPERATOR)
    while not desk.do("read code chosen").get("value"):
        desk.do("touch enter 1")
    desk.must(f"type {PIN}")
    touched(desk, "enter", "list")
    desk.must(f"type {staff}")
    touched(desk, "enter", "statement")


@pytest.mark.timeout(300)
def test_two_fingers_are_kept_and_withdrawn(hall: Hall, desk: Screen) -> None:
    about(desk, PERSON)
    assert desk.do("read statement-zh text")["value"] == "本人已在我面前签署同意书 v1"
    touched(desk, "enrol", "headline")
    desk.until("read headline-zh text", "请按手指")
    assert [each.staff for each in hall.facts(ConsentGiven)] == [PERSON]
    touched(desk, "stop", "again")
    assert desk.do("read headline-zh text")["value"] == "已停止，没有登记这枚手指"
    assert hall.held() == {"7"}

    hall.hands.fingers = ["one", "one", "two", "two"]
    touched(desk, "again", "stop")
    desk.until("read detail-zh text", "两枚手指都能打卡了")
    assert [each.staff for each in hall.facts(FingerKept)] == [PERSON, PERSON]
    assert len(hall.held()) == 3

    touched(desk, "done", "kept")
    assert "2 枚" in desk.do("read kept-zh text")["value"]
    touched(desk, "withdraw", "sure")
    assert hall.facts(ConsentWithdrawn) == []
    touched(desk, "sure", "headline")
    desk.until("read headline-zh text", "已删除")
    assert hall.held() == {"7"}
    (proof,) = hall.facts(FingersErased)
    assert (proof.staff, proof.remaining) == (PERSON, 1)
    touched(desk, "done", "list")
