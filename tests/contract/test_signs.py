"""What the displays' service relies on, of every driver of signs."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from conversing import ends, heard, in_silence, readable, written
from registered import of_kind

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused
from broker.service.session import Done, Failed
from broker.wire.messages import WindowState, WindowStatus
from queue_display.driver import SignDriver
from queue_display.glass import Glass, Sign
from queue_display.layout import announce, render
from tests.stages.guest_drivers import MUTE_SIGN

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SIGNS = pytest.mark.parametrize("driver", of_kind(SignDriver, MUTE_SIGN))


def states() -> list[WindowState]:
    """A window in each of its states."""
    return [
        WindowState(
            id="m", at=NOW, window=3, status=status, number="A012", call="c", reason="王某某有事"
        )
        for status in WindowStatus
    ]


def glasses(driver: SignDriver) -> list[Glass]:
    """Low and high, narrow and wide, for the fonts it has."""
    size = min(driver.profile.sizes)
    return [Glass(size * wide, size * high) for wide in (4, 8, 16) for high in (1, 2, 4)]


def signs(driver: SignDriver) -> list[Sign]:
    profiles = (driver.profile, driver.profile.sure)
    return [
        render(state, "综合窗口", glass, profile)
        for state, glass, profile in itertools.product(states(), glasses(driver), profiles)
    ]


def pictures(driver: SignDriver, *texts: str) -> list[Any]:
    glass = glasses(driver)[-1]
    return [driver.show(1, announce(text, glass, driver.profile)) for text in texts]


@SIGNS
def test_every_state_on_every_glass_is_a_command_for_its_sign(driver: SignDriver) -> None:
    for sign in signs(driver):
        for address in (1, 9):
            command = driver.show(address, sign)
            assert command.address == address
            assert command == driver.show(address, sign), "the same picture is the same command"
            readable(driver, command)


@SIGNS
def test_another_picture_is_another_command(driver: SignDriver) -> None:
    one, other = pictures(driver, "A012", "A013")
    assert one != other


@SIGNS
def test_a_session_ends_with_the_very_command_it_was_given(driver: SignDriver) -> None:
    commands = [*pictures(driver, "A012"), *_light(driver), *_question(driver)]
    session = driver.session((1,))
    actions = [action for command in commands for action in session.submit(command, 0.0)]
    over = ends([*actions, *in_silence(session, 0.0, 300.0)])
    assert {id(each.command) for each in over} == {id(each) for each in commands}
    assert len(over) == len(commands)


@SIGNS
def test_the_newest_picture_takes_the_place_of_those_that_wait(driver: SignDriver) -> None:
    commands = pictures(driver, *(f"A{number:03d}" for number in range(20)))
    session = driver.session((1,))
    at_once = ends([action for each in commands for action in session.submit(each, 0.0)])
    over = [*at_once, *ends(in_silence(session, 0.0, 600.0))]
    assert any(each.command is commands[-1] for each in over), "the newest is never left out"
    assert len({id(each.command) for each in over}) == len(over), "nothing ends twice"
    assert len(at_once) == 20 or len(over) <= 3, "those that waited were replaced"


@SIGNS
def test_a_dead_sign_does_not_keep_its_neighbours_from_theirs(driver: SignDriver) -> None:
    session = driver.session((1, 2))
    glass = glasses(driver)[-1]
    actions = []
    for address in (1, 2):
        sign = announce("A012", glass, driver.profile)
        actions += session.submit(driver.show(address, sign), 0.0)
    actions += in_silence(session, 0.0, 60.0)
    assert {each.command.address for each in ends(actions)} == {1, 2}


@SIGNS
def test_a_silent_sign_is_given_up_or_nobody_expected_an_answer(driver: SignDriver) -> None:
    (command,) = pictures(driver, "A012")
    session = driver.session((1,))
    actions = [*session.submit(command, 0.0), *in_silence(session, 0.0, 300.0)]
    (over,) = ends(actions)
    assert written(actions)
    match over:
        case Done(_, reply):
            assert reply is None
        case Failed(_, error):
            assert isinstance(error, DeviceNoAnswer)


@SIGNS
def test_abilities_answer_for_whatever_may_come(driver: SignDriver) -> None:
    for command in (*_light(driver), *_question(driver)):
        assert command.address == 1
        readable(driver, command)
    for sign, reply in itertools.product(signs(driver)[::7], [None, *heard(driver)]):
        assert driver.forgot is None or isinstance(driver.forgot(reply, sign), bool)
    for error in (DeviceError("x"), DeviceRefused("x"), DeviceNoAnswer("x")):
        assert driver.lacks_font is None or driver.lacks_font(error) is False, "it is no font's"


@SIGNS
def test_a_sign_that_forgets_can_be_asked(driver: SignDriver) -> None:
    assert driver.forgot is None or driver.probe is not None


def _light(driver: SignDriver) -> list[Any]:
    return [driver.light(1)] if driver.light is not None else []


def _question(driver: SignDriver) -> list[Any]:
    return [driver.probe(1)] if driver.probe is not None else []
