"""A text on a slip, from the bus to the printer and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from broker.service.runner import Runner
from broker.wire.messages import SlipText, SlipTextEnded
from broker.wire.topics import Kind
from kiosk.printing.slip_texts import SlipTexts
from kiosk.printing.trouble import PrinterTrouble
from tests.stages.halls import MORNING
from tests.stages.memory import MemoryHall

Heard = Callable[[PrinterTrouble | None], None]
LINES = ("台账 Ledger 2026-11-23", "3f2a91c0 11aa22bb")


class Desk(MemoryHall):
    """A guide desk whose printer ends each text as the test says, and a guest who asks."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.runner = Runner()
        self.printed: list[str] = []
        self.outcome: PrinterTrouble | ValueError | None = None
        desk, self.guest = self.join("guide-1", self.runner), self.join("head-1", self.runner)
        SlipTexts(desk, (Kind.GUIDE, "guide-1"), self.print_text)
        self.heard: list[SlipTextEnded] = []
        ended = self.topics.slip_text_ended(Kind.GUIDE, "guide-1")
        self.guest.bus.subscribe(ended, SlipTextEnded, lambda told: self.heard.append(told.message))
        for each in (desk, self.guest):
            each.bus.start()
        self.settle()

    def print_text(self, text: str, heard: Heard) -> None:
        if isinstance(self.outcome, ValueError):
            raise self.outcome
        self.printed.append(text)
        heard(self.outcome)

    def settle(self) -> None:
        for _ in range(10):
            self.runner.step(0.01)

    def ask(self, key: str = "guide-1") -> None:
        asked = SlipText(id="asked", at=MORNING, lines=LINES)
        self.guest.bus.publish(self.topics.slip_text(Kind.GUIDE, key), asked)
        self.settle()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_text_is_printed_and_who_asked_hears_of_it(desk: Desk) -> None:
    desk.ask()
    assert desk.printed == ["\n".join(LINES)]
    assert [(each.text, each.trouble) for each in desk.heard] == [("asked", "")]


@pytest.mark.parametrize("outcome", [PrinterTrouble.PAPER_OUT, ValueError("prints no text")])
def test_why_it_is_not_on_paper_is_told(outcome: PrinterTrouble | ValueError, desk: Desk) -> None:
    desk.outcome = outcome
    desk.ask()
    assert [each.trouble for each in desk.heard] == [str(outcome)]


def test_what_is_for_another_desk_is_not_printed(desk: Desk) -> None:
    desk.ask("guide-2")
    assert (desk.printed, desk.heard) == ([], [])
