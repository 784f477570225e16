"""`hall enrol --list`: what the ledger knows, what only hall.toml says, and who is silent."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from broker.commands.enrol import _reader
from broker.commands.finger_list import lines, tell
from broker.commands.visiting import Guest
from broker.domain.errors import ConfigError
from broker.domain.hall import Reader, Role, Wire
from broker.domain.ids import StaffId
from broker.settings import Settings
from broker.wire.enrolment_messages import FingersState, SlotOf
from tests.stages.halls import MORNING, small_hall

HALL = small_hall()
DOOR = Reader(id="door", line="clockin")


def state(*slots: tuple[int, str], erase: tuple[str, ...] = ()) -> FingersState:
    kept = tuple(SlotOf(slot, StaffId(whose)) for slot, whose in slots)
    gone = tuple(StaffId(each) for each in erase)
    return FingersState(id="s", at=MORNING, reader="door", fingers=kept, erase=gone)


def test_slots_that_hall_toml_alone_knows_are_named_as_such() -> None:
    assert [each.slot for each in HALL.staff if each.role is Role.CLERK] == [1, 2, 3]
    only = "(by hall.toml alone; the ledger has none)"
    assert lines(HALL, DOOR, state((1, "101"), (9, "555"))) == [
        "door    1  测试甲 101",
        "door    9  555",
        f"door    2  测试乙 102  {only}",
        f"door    3  测试丙 103  {only}",
    ]


def test_whose_finger_must_go_is_not_named_twice() -> None:
    assert lines(HALL, DOOR, state((1, "102"), erase=("102", "777"))) == [
        "door    1  测试乙 102",
        "door    3  测试丙 103  (by hall.toml alone; the ledger has none)",
        "door to be erased: 测试乙 102",
        "door to be erased: 777",
    ]


class Silence:
    """A bus on which nobody says anything."""

    def __init__(self) -> None:
        self.bus = self
        self.asked: list[str] = []

    def subscribe(self, topic: str, *_more: object) -> None:
        self.asked.append(topic)

    def until(self, _true: object, _seconds: float) -> bool:
        return False


def test_a_reader_of_which_nothing_is_said_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was listed as one that holds nobody's."""
    hall = replace(HALL, readers=(Reader(id="door", line="x"), Reader(id="gate", line="x")))
    guest = Silence()
    assert tell(cast("Guest", guest), Settings(hall, tmp_path, tmp_path, ())) == 1
    heard = capsys.readouterr()
    assert len(heard.out.splitlines()) == 6
    assert heard.err == (
        "door, gate: the ledger has not said whose fingers are there; see `hall status`.\n"
    )
    assert len(guest.asked) == 4  # of each, the ledger's word and the reader's


def test_a_ledger_that_says_nothing_hides_no_slot() -> None:
    assert [each.split()[1] for each in lines(HALL, DOOR, None)] == ["1", "2", "3"]


def test_a_reader_without_slots_holds_nobodys_of_hall_toml() -> None:
    """A U.are.U was said to hold them, though nobody can put a finger into it."""
    wire = Wire(id="clockin", driver="uru4500", port="usb:05ba:000a", baud=9600)
    hall = replace(HALL, lines=(*HALL.lines, wire))
    assert lines(hall, DOOR, state((4, "101"))) == ["door    4  测试甲 101"]


def test_of_several_readers_one_has_to_be_named() -> None:
    """It said that '' is no reader."""
    hall = replace(HALL, readers=(Reader(id="door", line="x"), Reader(id="gate", line="x")))
    with pytest.raises(ConfigError) as asked:
        _reader(hall, "")
    assert str(asked.value) == (
        "command line: --reader: there are several readers — name one with --reader: door, gate"
    )
    assert _reader(hall, "gate") == "gate"
    with pytest.raises(ConfigError, match="'west' is no reader"):
        _reader(hall, "west")
