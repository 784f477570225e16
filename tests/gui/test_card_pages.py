"""What an ID card shows on the glass: nothing is cut off, nothing lies on anything."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.input.came import (
    CardProblem,
    CardRead,
    CardUnread,
    InputKind,
    InputState,
    InputTrouble,
)
from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket.cards import CardEvent
from tests.gui.kiosk_rig import LANDSCAPE, PORTRAIT, Rig, kiosk, to_the_list

WELL = InputState(InputKind.CARD_READER)
AWAY = InputState(InputKind.CARD_READER, InputTrouble.SILENT)
ZHANG = CardRead("p1", "欧***", "110101********001X", elderly=True)
GLASSES = [pytest.param(PORTRAIT, id="portrait"), pytest.param(LANDSCAPE, id="landscape")]
MODES = [(), ("elder",), ("english",), ("low",), ("elder", "english", "low")]


def comes(rig: Rig, event: CardEvent) -> None:
    assert rig.kiosk._conductor is not None
    rig.kiosk._conductor.tell(event)
    rig.pump()


def needs_cards(rig: Rig) -> None:
    """From now on every queue of this kiosk wants a card."""
    hall = rig.settings.hall
    needy = replace(hall, queues=tuple(replace(each, needs_card=True) for each in hall.queues))
    rig.kiosk._settings = dataclasses.replace(rig.settings, hall=needy)
    assert rig.kiosk._conductor is not None
    rig.kiosk._conductor.flow.cards._hall = needy


def to_confirm(rig: Rig) -> None:
    """By a queue alone, or where its key has no room, by an item."""
    for way in ("card-take", "dept-construction"):
        rig.touch(way)
    if rig.find("queue-utilities") is None:
        to_the_list(rig)
        rig.touch("item-1")
    else:
        rig.touch("queue-utilities")


@pytest.mark.parametrize("modes", MODES, ids="-".join)
@pytest.mark.parametrize("glass", GLASSES)
def test_nothing_is_cut_off_and_every_key_is_large(
    tmp_path: Path, glass: tuple[int, int, float], modes: tuple[str, ...]
) -> None:
    if "low" in modes and glass is LANDSCAPE:
        pytest.skip("a glass that lies has no low mode")
    with kiosk(tmp_path, glass) as rig:
        bad: list[str] = []

        def dressed() -> None:
            rig.seconds += 1
            for mode in modes:
                rig.touch(mode)
            comes(rig, WELL)

        dressed()
        bad += rig.flaws()
        for problem in CardProblem:
            comes(rig, CardUnread(problem))
            bad += rig.flaws()
        comes(rig, ZHANG)
        bad += rig.flaws()
        to_confirm(rig)
        bad += rig.flaws()
        rig.printer.say(PrinterTrouble.PAPER_OUT)
        bad += rig.flaws()
        comes(rig, CardUnread(CardProblem.EXPIRED))
        bad += rig.flaws()
        rig.printer.say(None)
        rig.touch("take")
        rig.pump()
        rig.printer.slip_out()
        rig.settle()
        rig.wait(20)
        dressed()
        comes(rig, ZHANG)
        to_confirm(rig)
        rig.touch("take")
        rig.pump()
        assert rig.find("anyway") is not None
        bad += rig.flaws()
        rig.printer.say(PrinterTrouble.PAPER_OUT)
        bad += rig.flaws()
        assert bad == []
        assert rig.warnings == []


def test_without_its_card_a_queue_that_wants_one_gives_no_number(tmp_path: Path) -> None:
    with kiosk(tmp_path) as rig:
        needs_cards(rig)
        comes(rig, WELL)
        to_confirm(rig)
        key = rig.find("take")
        assert key is not None
        assert not key.isEnabled()
        assert rig.text("card") == "这项业务凭证件取号，请放身份证；没带请到导办台"
        comes(rig, AWAY)
        assert rig.text("card") == "这项业务凭证件取号，本机现在不能读证，请到导办台"
        comes(rig, WELL)
        comes(rig, ZHANG)
        assert key.isEnabled()
