"""In which order several processes run the tests, so that neither core is ever left alone.

xdist's `worksteal` deals the tests out in pieces of one length, in the order they were found, and a
process that has ended its piece takes from the end of another's. Two things go wrong with tests of
very different length. A long one that begins last is waited for by everybody; and halls of real
processes, which mostly wait, are all reached at the same time, so that first the processor is
short and then it idles. So half of the processes begin with the tests that wait and the other half
with those that work, the longest files first; what is short stands at the ends, for stealing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

# Files of halls that consist of real processes, and of devices that keep time: they mostly wait.
WAITING_ROOMS = ("tests/flows/", "tests/torture/")
WAITING = (
    "tests/contract/test_buses.py",
    "tests/contract/test_far_ends.py",
    "tests/contract/test_holders.py",
    "tests/gui/test_screen_alarm.py",
    "tests/unit/test_kiosk_disk.py",
    "tests/unit/test_stuck_loop.py",
)
# About how many seconds the long files take, each alone on a quiet machine. One that is missing
# here, or has become another, costs a little time and nothing else.
SECONDS: Mapping[str, float] = {
    "tests/flows/test_demo.py": 102,
    "tests/flows/test_kiosk_twice.py": 45,
    "tests/torture/test_copies.py": 30,
    "tests/flows/test_bench_rows.py": 30,
    "tests/torture/test_usb_punches.py": 25,
    "tests/torture/test_restored.py": 24,
    "tests/flows/test_slow_disk.py": 28,
    "tests/torture/test_full_disk.py": 24,
    "tests/flows/test_hostile_words.py": 12,
    "tests/gui/test_screen_alarm.py": 18,
    "tests/flows/test_uru4500_at_work.py": 40,
    "tests/flows/test_bad_input.py": 30,
    "tests/contract/test_far_ends.py": 17,
    "tests/flows/test_hall_mock.py": 16,
    "tests/flows/test_late_signs.py": 20,
    "tests/flows/test_screens.py": 15,
    "tests/torture/test_kill_everything.py": 15,
    "tests/contract/test_buses.py": 14,
    "tests/flows/test_evaluators.py": 14,
    "tests/flows/test_coming_back.py": 13,
    "tests/flows/test_wrong_clock.py": 13,
    "tests/torture/test_outbox_loss.py": 12,
    "tests/flows/test_given_up.py": 11,
    "tests/flows/test_guide_desk.py": 11,
    "tests/flows/test_zk_import.py": 11,
    "tests/torture/test_kill_ledger.py": 10,
    "tests/torture/test_retained.py": 10,
    "tests/unit/test_kiosk_disk.py": 9,
    "tests/contract/test_holders.py": 9,
    "tests/flows/test_usb_readers_at_work.py": 25,
    "tests/flows/test_quarantine_command.py": 20,
    "tests/flows/test_kiosk_alone.py": 18,
    "tests/flows/test_dead_lines.py": 18,
    "tests/flows/test_leader_commands.py": 16,
    "tests/gui/test_for_everyone.py": 40,
    "tests/arch/test_new_device.py": 45,
    "tests/contract/test_drivers.py": 10,
    "tests/gui/test_ticket_kiosk.py": 20,
    "tests/gui/test_guide_desk_screen.py": 24,
    "tests/gui/test_panel_screen.py": 15,
    "tests/gui/test_long_names.py": 18,
    "tests/gui/test_clock_in_screen.py": 16,
    "tests/unit/test_every_path.py": 11,
    "tests/gui/test_guide_screen.py": 20,
    "tests/arch/test_new_page.py": 18,
    "tests/gui/test_kept_pages.py": 12,
    "tests/unit/test_wires_pulled_while_asked.py": 14,
    "tests/unit/test_enroller.py": 15,
    "tests/unit/test_escpos_reading.py": 14,
    "tests/unit/test_forget.py": 10,
    "tests/arch/test_new_fact.py": 10,
    "tests/unit/test_floor_machine.py": 8,
    "tests/unit/test_clock_jumps.py": 8,
}
SHORT = 4.0  # seconds of a hall that stands in no list


class Placed(Protocol):
    """A test, as far as its name says where it stands."""

    @property
    def nodeid(self) -> str: ...


T = TypeVar("T", bound=Placed)
P = TypeVar("P")


def in_order(kinds: Iterable[type[P]]) -> list[type[P]]:
    """Classes by their names: Python lists those of a base as they were imported, and each of
    several processes that find the tests imports in an order of its own."""
    return sorted(kinds, key=lambda kind: kind.__name__)


def ordered(tests: Sequence[T], processes: int) -> list[T]:
    """The same tests, for so many processes. A file is kept together: it may have built something
    for all its tests."""
    files: dict[str, list[T]] = defaultdict(list)
    for each in sorted(tests, key=_file):  # every process found them in another order
        files[_file(each)].append(each)
    long = sorted((name for name in files if _seconds(name)), key=_seconds, reverse=True)
    half = processes // 2
    heads: list[list[T]] = [[] for _ in range(processes)]
    for names, first, last in (
        ([each for each in long if _waits(each)], 0, half),
        ([each for each in long if not _waits(each)], half, processes),
    ):
        filled = dict.fromkeys(range(first, last), 0.0)
        for name in names:
            place = min(filled, key=lambda each: filled[each])
            filled[place] += _seconds(name)
            heads[place] += files.pop(name)
    rest = [each for those in files.values() for each in those]
    return _dealt(heads, rest)


def turned(parts: Sequence[P], process: int, processes: int) -> list[P]:
    """The same, begun at another place by each process: what comes first is compiled by it."""
    first = len(parts) * process // processes
    return [*parts[first:], *parts[:first]]


def _dealt(heads: list[list[T]], rest: list[T]) -> list[T]:
    """The pieces one after the other, filled up to the lengths in which `worksteal` cuts them."""
    left = sum(map(len, heads)) + len(rest)
    end = 0
    dealt: list[T] = []
    for place, head in enumerate(heads):
        length = left // (len(heads) - place)
        left, end = left - length, end + length
        dealt += head
        more = max(0, end - len(dealt))
        dealt += rest[:more]
        rest = rest[more:]
    return [*dealt, *rest]


def _file(test: Placed) -> str:
    return test.nodeid.partition("::")[0]


def _seconds(file: str) -> float:
    """0 for what is short."""
    return SECONDS.get(file, SHORT if _waits(file) else 0.0)


def _waits(file: str) -> bool:
    return file.startswith(WAITING_ROOMS) or file in WAITING
