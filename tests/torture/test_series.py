"""Kiosks give numbers while the ledger is killed and the network cut: none lost, none twice, merged
in the order of giving."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from broker.bus import enquiries
from broker.commands.audit import read, troubles
from broker.domain.facts import AnyFact
from broker.domain.ids import is_spare, number_parts
from broker.domain.series.facts import SpareUnmerged
from broker.domain.tickets.facts import TicketActivated, TicketReserved, TicketVoided
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from tests.stages.processes import HALL
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.cable import Cable
from tests.torture.conftest import Say, times
from tests.torture.hands import Hand, Hands
from tests.torture.waiting import PATIENCE, until

KIOSKS = ("kiosk-2", "kiosk-3")
LETTERS = "BCDEFGHJKLM"
TICKETS = "TORTURE_TICKETS"
SHORT, LONG = 400, times(TICKETS, 10_000)
SHORT_AND_LONG = [
    pytest.param(SHORT, marks=pytest.mark.timeout(180)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(600 + LONG // 4)]),
]


def hall(folder: Path) -> Path:
    """The hall of eight windows with two kiosks more, and queues enough for all their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in HALL.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    queues = "".join(
        f'[[queues]]\nid = "q{each.lower()}"\nprefix = "{each}"\nname = "{each} 类"\n'
        f'name_en = "{each}"\ndepartment = "dept"\nmatch = ["{each}"]\n'
        for each in LETTERS
    )
    names = ", ".join(f'"q{each.lower()}"' for each in LETTERS)
    kiosks = "".join(f'[[kiosks]]\nid = "{each}"\nline = "{each}"\n' for each in KIOSKS)
    lines = "".join(
        f'[[lines]]\nid = "{each}"\ndriver = "escpos"\nport = "tty/{each}"\n' for each in KIOSKS
    )
    with (folder / HALL.name).open("a", encoding="utf-8") as out:
        out.write(f"[kiosk]\nspare_numbers = 40\n{queues}{lines}{kiosks}")
        out.write('[[windows]]\nnumber = 9\nzone = "main"\nname = "九"\nname_en = "Nine"\n')
        out.write(f"queues = [{names}]\n")
    return folder / HALL.name


def torture(hands: Hands, ledger: Victim, cable: Cable, tickets: int, say: Say) -> None:
    """Kill the ledger and cut the cable in the middle of anything, alone and together."""
    chance = random.Random(tickets)
    cable.cut()  # both give without the ledger, once for certain
    hands.give(60)
    cable.mend()
    while hands.given < tickets:
        hands.give(chance.randrange(1, 60))
        kill, cut = chance.random() < 0.6, chance.random() < 0.6
        if kill:
            ledger.kill()
        if cut:
            cable.cut()
        if chance.random() < 0.7:
            hands.give(chance.randrange(1, 80))
        if kill:
            ledger.start()
        cable.mend()
        say(hands.given, tickets, "numbers")
    hands.rest()
    left, end = hands.left, time.monotonic() + PATIENCE
    while hands.left:
        if hands.left < left:
            left, end = hands.left, time.monotonic() + PATIENCE
        assert time.monotonic() < end, f"{hands.left} are not told"
        cable.cut()  # what nobody waits for any more is asked for again when the bus is back
        cable.mend()
        hands.settle(5.0)
        say(tickets - hands.left, tickets, "told")
    ledger.kill()


def found(file: Path, hands: list[Hand]) -> list[str]:
    """A sentence for everything that is not as it was given."""
    return not_as_given(file, {each.service.name: each.paper.slips for each in hands})


def not_as_given(file: Path, slips_of: Mapping[str, Sequence[str]]) -> list[str]:
    """The same, of kiosks by name."""
    rows = list(read(file))
    facts = [recorded(row).fact for row in rows]
    said = troubles(rows)
    said += [f"{each.number} is lost" for each in facts if isinstance(each, SpareUnmerged)]
    slips = [number for each in slips_of.values() for number in each]
    said += [f"{number} is in {n} hands" for number, n in Counter(slips).items() if n > 1]
    held = {each.ticket for each in facts if isinstance(each, TicketActivated)}
    void = {each.ticket for each in facts if isinstance(each, TicketVoided)}
    given = {each.number: each for each in facts if isinstance(each, TicketReserved)}
    for number in slips:
        if number not in given or given[number].ticket not in held:
            said.append(f"{number} is in a hand, and waits nowhere")
    for number in given.keys() - set(slips):
        if given[number].ticket not in void:
            said.append(f"{number} is in no hand, and not void")
    return said + out_of_order(facts, slips_of)


def out_of_order(facts: list[AnyFact], slips_of: Mapping[str, Sequence[str]]) -> list[str]:
    """Numbers of a series that were not merged as they were given."""
    joined = {each.ticket: each.joined for each in facts if isinstance(each, TicketActivated)}
    reserved = [each for each in facts if isinstance(each, TicketReserved)]
    said = []
    for name, slips in slips_of.items():
        ours = set(slips)
        series = defaultdict(list)
        for each in reserved:
            if each.number in ours and is_spare(each.number):
                series[each.queue].append((number_parts(each.number)[1], joined.get(each.ticket)))
        said += [f"{name}: {q} out of order" for q, s in series.items() if s != sorted(s)]
    return said


def play(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tickets: int, say: Say, *words: str
) -> list[str]:
    """Give so many numbers; what is not as it should be."""
    with (
        broker(folder, monkeypatch, hall(folder / "hall")) as (mosquitto, settings),
        Victim(settings, *words) as ledger,
        Cable((mosquitto.host, mosquitto.port)) as cable,
        Hands(settings, KIOSKS, cable.near) as hands,
    ):
        until(lambda: all(each.series._blocks for each in hands.all), "series for all")
        monkeypatch.setattr(enquiries, "TIMEOUT", 0.15)  # three times so long, and nobody answers
        torture(hands, ledger, cable, tickets, say)
        kept = hands.all
    spares = sum(is_spare(each) for hand in kept for each in hand.paper.slips)
    assert spares > tickets // 20, "the ledger was there all the time"
    assert spares < sum(len(hand.paper.slips) for hand in kept), "the ledger was never there"
    return found(settings.run / FILE, kept)


@pytest.mark.parametrize("tickets", SHORT_AND_LONG)
def test_none_is_lost_and_none_is_given_twice(
    tickets: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    assert play(tmp_path, monkeypatch, tickets, say) == []


@pytest.mark.timeout(180)
def test_a_ledger_that_grants_numbers_again_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: the same torture must find the numbers that are in two hands."""
    said = play(tmp_path, monkeypatch, SHORT // 2, say, LEDGERS, "generous")
    assert any("hands" in each for each in said), said
