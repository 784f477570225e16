"""What every driver is held to of time: for each kind of device and each thing that can be wrong
with a wire, a test that every installed driver of that kind is played through.

A driver of somebody else is in it by being installed with a simulated device of its name.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import ModuleType
from typing import Any, NamedTuple

import pytest
import test_card_times
import test_counter_times
import test_keypad_times
import test_picture_times
import test_printer_wires
import test_reader_times
import test_sign_times
from registered import DRIVERS, MOCKS, installed, understood
from usb_wire import on_usb

from broker.service.driver import Driver
from evaluator.driver import EvaluatorDriver, KeypadDriver
from fingerprint.driver import ReaderDriver
from fingerprint.terminal import TerminalDriver
from kiosk.input.driver import CardReaderDriver
from kiosk.printing.driver import PrinterDriver
from queue_display.driver import SignDriver


class Wrong(StrEnum):
    """What can be wrong with a wire, and with those on it."""

    LATE = "late answers"
    DOUBLED = "doubled answers"
    OWED = "owed answers"
    ECHOED = "a host that hears itself"
    TWO = "two devices at once"
    DEAD = "a neighbour dead"
    DEAF = "a far end that takes nothing"


CANNOT_BE = {
    ("ef01-usb", Wrong.ECHOED): "a transfer has one direction: what the host sends never comes in",
}
"""What cannot be wrong with the wire of a driver, and why not. A reader on USB has a neighbour all
the same, beside it in the program. One whose session writes records of transfers (`uru4500`) is
played at these, not through its link: there every cell can be."""


class Held(NamedTuple):
    """Drivers of this kind are played through these tests of a module; of those that `fit`."""

    kind: type[Driver]
    module: ModuleType
    tests: dict[Wrong, str]
    fit: Callable[[Any], bool] = understood


HELD = {
    "signs": Held(
        SignDriver,
        test_sign_times,
        {
            Wrong.LATE: "test_a_late_answer_is_never_that_of_a_lost_picture",
            Wrong.DOUBLED: "test_a_wire_that_says_things_twice_and_late_is_found_out",
            Wrong.OWED: "test_answers_that_are_still_owed_do_no_harm_to_later_orders",
            Wrong.ECHOED: "test_a_host_that_hears_itself_is_not_answered_by_itself",
            Wrong.TWO: "test_two_devices_that_answer_at_once_garble_each_other_and_come_through",
            Wrong.DEAD: "test_the_living_come_before_the_dead",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_is_told_and_not_flooded",
        },
        test_sign_times.answers,
    ),
    "evaluators": Held(
        EvaluatorDriver,
        test_counter_times,
        {
            Wrong.LATE: "test_a_press_is_one_rating_however_late_it_comes",
            Wrong.DOUBLED: "test_a_press_that_comes_twice_is_one_and_none_of_the_next_visit",
            Wrong.OWED: "test_an_acknowledgement_that_is_owed_makes_no_second_rating",
            Wrong.ECHOED: "test_a_host_that_hears_itself_presses_no_key",
            Wrong.TWO: "test_two_devices_at_once_spoil_each_other_and_nobody_is_misheard",
            Wrong.DEAD: "test_a_dead_neighbour_costs_the_living_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_is_unrated_and_not_flooded",
        },
    ),
    "keypads": Held(
        KeypadDriver,
        test_keypad_times,
        {
            Wrong.LATE: "test_a_press_is_one_however_late_it_comes",
            Wrong.DOUBLED: "test_a_press_that_comes_twice_is_one",
            Wrong.OWED: "test_presses_that_were_owed_come_all_at_once_and_are_each_one",
            Wrong.ECHOED: "test_a_host_that_hears_itself_presses_nothing",
            Wrong.TWO: "test_two_keys_at_once_spoil_each_other_and_nobody_is_misheard",
            Wrong.DEAD: "test_a_dead_neighbour_costs_the_living_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_ends_commands_and_is_not_flooded",
        },
    ),
    "readers": Held(
        ReaderDriver,
        test_reader_times,
        {
            Wrong.LATE: "test_each_touch_names_its_finger_once_though_answers_are_late",
            Wrong.DOUBLED: "test_one_answer_that_comes_twice_costs_a_touch_at_most",
            Wrong.OWED: "test_answers_that_are_owed_are_none_to_what_is_asked_then",
            Wrong.ECHOED: "test_a_host_that_hears_itself_names_nobody_else",
            Wrong.TWO: "test_two_readers_that_are_touched_at_once_name_each_its_own_finger",
            Wrong.DEAD: "test_a_dead_neighbour_costs_a_reader_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_is_away_asked_on_and_back",
        },
        test_reader_times.with_fingers,
    ),
    "readers that take pictures": Held(
        ReaderDriver,
        test_picture_times,
        {
            Wrong.LATE: "test_each_touch_is_one_picture_though_answers_are_late",
            Wrong.DOUBLED: "test_answers_that_come_twice_are_one_picture",
            Wrong.OWED: "test_answers_that_are_owed_are_none_of_the_next_finger",
            Wrong.ECHOED: "test_a_host_that_hears_itself_takes_no_picture_for_another",
            Wrong.TWO: "test_two_readers_that_are_touched_at_once_have_each_its_own_picture",
            Wrong.DEAD: "test_a_dead_neighbour_costs_a_reader_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_is_away_asked_on_and_back",
        },
        test_picture_times.takes_pictures,
    ),
    "printers": Held(
        PrinterDriver,
        test_printer_wires,
        {
            Wrong.LATE: "test_a_wire_that_is_only_odd_prints_all_the_same",
            Wrong.DOUBLED: "test_a_slip_that_is_told_to_be_out_is_out",
            Wrong.OWED: "test_a_slip_that_is_told_to_be_out_is_out",
            Wrong.ECHOED: "test_a_slip_that_is_told_to_be_out_is_out",
            Wrong.TWO: "test_two_printers_that_print_at_once_print_each_its_own",
            Wrong.DEAD: "test_a_dead_neighbour_costs_a_printer_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_prints_no_slip_later",
        },
    ),
    "card readers": Held(
        CardReaderDriver,
        test_card_times,
        {
            Wrong.LATE: "test_a_wire_that_is_only_odd_reads_each_card_once",
            Wrong.DOUBLED: "test_no_card_is_told_that_does_not_lie_there",
            Wrong.OWED: "test_no_card_is_told_that_does_not_lie_there",
            Wrong.ECHOED: "test_no_card_is_told_that_does_not_lie_there",
            Wrong.TWO: "test_two_readers_at_once_tell_each_its_own_cards",
            Wrong.DEAD: "test_a_dead_neighbour_costs_a_reader_nothing",
            Wrong.DEAF: "test_a_far_end_that_takes_nothing_is_away_and_back",
        },
    ),
}


def played(test: Any) -> set[str]:
    """The drivers a test is run with."""
    marks = [each for each in test.pytestmark if each.name == "parametrize"]
    (drivers,) = (each.args[1] for each in marks if each.args[0] == "driver")
    return {each.values[0].name for each in drivers}


def bound(held: Held) -> set[str]:
    """Those of a kind that could be."""
    found = [each for each in map(installed, DRIVERS) if isinstance(each, held.kind)]
    return {each.name for each in found if each.name in MOCKS and held.fit(each)}


@pytest.mark.parametrize("kind", HELD)
@pytest.mark.parametrize("wrong", Wrong)
def test_every_driver_of_a_kind_is_played_over_every_wire(kind: str, wrong: Wrong) -> None:
    held = HELD[kind]
    spared = {name for name, cannot in CANNOT_BE if cannot is wrong}
    assert bound(held) - spared <= played(getattr(held.module, held.tests[wrong]))


@pytest.mark.parametrize(("name", "wrong"), CANNOT_BE)
def test_nobody_is_spared_who_is_not_on_usb_or_is_played_all_the_same(
    name: str, wrong: Wrong
) -> None:
    held = next(each for each in HELD.values() if name in bound(each))
    assert on_usb(installed(name))
    assert name not in played(getattr(held.module, held.tests[wrong]))


@pytest.mark.parametrize("kind", HELD)
def test_each_kind_has_a_driver_of_ours(kind: str) -> None:
    """The control: nothing above holds of nobody."""
    assert bound(HELD[kind])


def test_every_kind_of_driver_is_held() -> None:
    assert all(set(each.tests) == set(Wrong) for each in HELD.values())
    for name in set(DRIVERS) & set(MOCKS):
        driver = installed(name)
        if isinstance(driver, TerminalDriver):
            continue  # nobody watches it: it is read by a command (tests/flows/test_zk_import.py)
        if name in ("scanner", "scanner-serial"):
            continue  # nobody asks it anything; tests/unit/test_scanner.py bends its wire
        playable = understood(driver) or on_usb(driver)
        assert any(name in bound(each) for each in HELD.values()) or not playable, name
