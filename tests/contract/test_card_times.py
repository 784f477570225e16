"""What a kiosk relies on when the wire to its card reader is late, says things twice, says them
back, keeps an answer for later, or takes nothing: **no card is told that did not lie there a moment
ago, and none twice**.

Each driver of card readers that has a simulated device is played against it, over a wire that is
bent. The hands of every simulated reader are `card NAME` and `lift`.
"""

from __future__ import annotations

import pytest
from conversing import events
from registered import MOCKS, of_kind
from shared_wire import in_step
from test_printer_wires import BENT, WIRES, WORKS, Bench, Bent

from kiosk.input.came import CardProblem, InputState, InputTrouble
from kiosk.input.driver import CardReaderDriver
from kiosk.input.id_card import IdCard

READERS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(CardReaderDriver) if each.values[0].name in MOCKS]
)
NAMES = ("赵一", "钱二", "孙三")


def names(bench: Bench) -> list[str]:
    """The first letters of the cards that were told, in their order."""
    return [each.name[0] for each in events(bench.actions) if isinstance(each, IdCard)]


def problems(bench: Bench) -> list[CardProblem]:
    return [each for each in events(bench.actions) if isinstance(each, CardProblem)]


def troubles(bench: Bench) -> list[InputTrouble | None]:
    return [each.trouble for each in events(bench.actions) if isinstance(each, InputState)]


_MOMENT = 3.0  # seconds that the answer of a read may take


def lay_all(bench: Bench, lies: float, between: float) -> list[str]:
    """Each of them lays a card down and takes it away; whose were told in the end. None is told
    later than a moment after it was taken away."""
    lifted: dict[str, float] = {}
    for name in (*NAMES, ""):
        bench.hand(f"card {name}" if name else "lift")
        lifted[name[:1]] = bench.now + lies
        end = bench.now + (lies + between if name else 20.0)
        while bench.now < end:
            told = len(names(bench))
            bench.run(0.1)
            for each in names(bench)[told:]:
                assert bench.now < lifted[each] + _MOMENT, "of one who is gone"
            if bench.now >= lifted[name[:1]]:
                bench.hand("lift")
    assert len(set(names(bench))) == len(names(bench)), "told twice"
    return names(bench)


@BENT
@READERS
@pytest.mark.parametrize("again", ["yes", "no"])
@pytest.mark.parametrize(("lies", "between"), [(8.0, 6.0), (1.0, 0.5), (0.4, 0.1)])
def test_no_card_is_told_that_does_not_lie_there(
    driver: CardReaderDriver, bent: Bent, again: str, lies: float, between: float
) -> None:
    bench = Bench(driver, bent, again=again).open()
    lay_all(bench, lies, between)


@READERS
@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("again", ["yes", "no"])
def test_a_wire_that_is_only_odd_reads_each_card_once(
    driver: CardReaderDriver, name: str, again: str
) -> None:
    bench = Bench(driver, WIRES[name], again=again).open()
    assert lay_all(bench, 8.0, 6.0) == [each[0] for each in NAMES]
    assert problems(bench) == []
    assert troubles(bench) == [None]


@READERS
def test_a_card_that_lies_there_all_day_is_told_once(driver: CardReaderDriver) -> None:
    for again in ("yes", "no"):
        bench = Bench(driver, Bent(), again=again).open().hand("card 赵一").run(1800.0)
        assert names(bench) == ["赵"]


@READERS
@pytest.mark.parametrize("after", [0.05, 0.2, 0.4, 0.6, 0.8])
def test_a_card_lifted_in_mid_read_is_said_to_be_lifted_or_read(
    driver: CardReaderDriver, after: float
) -> None:
    bench = Bench(driver, Bent()).open().hand("card 赵一").run(after).hand("lift").run(6.0)
    assert len(names(bench)) + len(problems(bench)) <= 1
    bench.hand("card 钱二").run(6.0)
    assert names(bench)[-1:] == ["钱"]


@READERS
def test_a_far_end_that_takes_nothing_is_away_and_back(driver: CardReaderDriver) -> None:
    bench = Bench(driver, Bent(takes=False)).open().run(60.0)
    assert troubles(bench) == [InputTrouble.SILENT]
    assert len(bench.actions) < 1000, "flooded"
    bench.bent = Bent()
    bench.hand("card 赵一").run(10.0)
    assert troubles(bench) == [InputTrouble.SILENT, None]
    assert names(bench) == ["赵"]


# PrintedCard readers stand alone on their wires: who is beside them is beside them in the program.


@READERS
@pytest.mark.parametrize("name", WORKS)
def test_two_readers_at_once_tell_each_its_own_cards(driver: CardReaderDriver, name: str) -> None:
    benches = Bench(driver, Bent()).open(), Bench(driver, WIRES[name]).open()
    for mine in zip(NAMES, reversed(NAMES), strict=True):
        for bench, card in zip(benches, mine, strict=True):
            bench.hand(f"card {card}")
            in_step(0.3, benches)
        in_step(8.0, benches)
        for bench in benches:
            bench.hand("lift")
        in_step(5.0, benches)
    assert names(benches[0]) == [each[0] for each in NAMES]
    assert names(benches[1]) == [each[0] for each in reversed(NAMES)]


@READERS
def test_a_dead_neighbour_costs_a_reader_nothing(driver: CardReaderDriver) -> None:
    alone, beside = (Bench(driver, Bent()) for _ in range(2))
    dead = Bench(driver, Bent(takes=False)).open()
    for bench, others in ((alone, ()), (beside, (dead,))):
        bench.open().hand("card 赵一")
        in_step(20.0, (*others, bench), lambda bench=bench: bool(names(bench)))
        assert names(bench) == ["赵"]
    assert beside.now == pytest.approx(alone.now)
    assert names(dead) == []
