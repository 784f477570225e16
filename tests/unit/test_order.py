"""The order for several processes: nothing is lost, and what is long and waits comes first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

import pytest

from tests.order import SECONDS, WAITING, WAITING_ROOMS, ordered, turned

ROOT = Path(__file__).parents[2]
DEMO = "tests/flows/test_demo.py"
DRIVERS = "tests/contract/test_drivers.py"


@dataclass(frozen=True)
class Item:
    nodeid: str


def items(**files: int) -> list[Item]:
    """So many tests of each file: `unit_test_a=3`."""
    names = {"tests/" + file.replace("_", "/", 1) + ".py": count for file, count in files.items()}
    return [Item(f"{file}::test_{n}") for file, count in names.items() for n in range(count)]


def pieces(tests: list[Item], processes: int) -> list[list[Item]]:
    """As `worksteal` cuts them: each gets its share of what is left."""
    left, cut = list(tests), []
    for place in range(processes):
        length = len(left) // (processes - place)
        cut.append(left[:length])
        left = left[length:]
    return cut


MIXED = items(unit_test_a=30, flows_test_demo=1, contract_test_drivers=8, torture_test_copies=4)


@pytest.mark.parametrize("processes", [2, 3, 4, 7, 60])
@pytest.mark.parametrize("tests", [MIXED, MIXED[:1], items(contract_test_drivers=40), []])
def test_nothing_is_lost_nor_doubled_and_files_keep_their_order(
    tests: list[Item], processes: int
) -> None:
    found = ordered(tests, processes)
    assert sorted(found, key=str) == sorted(tests, key=str)
    places = {each: place for place, each in enumerate(found)}
    for one, following in pairwise(tests):
        if one.nodeid.partition("::")[0] == following.nodeid.partition("::")[0]:
            assert places[one] < places[following]


def test_half_of_the_processes_begin_with_what_waits() -> None:
    firsts = [piece[0].nodeid for piece in pieces(ordered(MIXED, 4), 4)]
    assert firsts == [
        f"{DEMO}::test_0",
        "tests/torture/test_copies.py::test_0",
        f"{DRIVERS}::test_0",
        "tests/unit/test_a.py::test_19",
    ]


@pytest.mark.parametrize("processes", [2, 3, 4, 7])
def test_each_process_begins_elsewhere_and_all_agree_in_the_end(processes: int) -> None:
    files = [items(**{f"unit_test_{letter}": 3}) for letter in "abcdefg"]
    found = [turned(files, process, processes) for process in range(processes)]
    assert len({each[0][0] for each in found}) == processes
    for each in found:
        assert sorted(each, key=str) == files
        assert ordered([*chain(*each)], processes) == ordered([*chain(*files)], processes)


@pytest.mark.parametrize("processes", [2, 3, 4, 5])
def test_what_stands_at_the_ends_is_short(processes: int) -> None:
    for piece in pieces(ordered(MIXED, processes), processes):
        assert piece[-1].nodeid.startswith("tests/unit/")


def test_every_file_that_is_named_is_there() -> None:
    assert [file for file in (*SECONDS, *WAITING) if not (ROOT / file).is_file()] == []
    assert [room for room in WAITING_ROOMS if not (ROOT / room).is_dir()] == []
