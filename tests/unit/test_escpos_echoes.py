"""What comes back on a line that echoes, told from what a printer says."""

from __future__ import annotations

import json
from pathlib import Path

from broker.link.base import Noise
from kiosk.printing.models.escpos.codec import AutoStatusBack, PaperSensor, RealTime, StatusDecoder
from kiosk.printing.models.escpos.echoes import SaidBack

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "escpos.json").read_text("utf-8"))
BYTES = {row["what"]: bytes.fromhex(row["hex"]) for row in VECTORS["commands"]}
FINE = PaperSensor(near_end=False, end=False)


def said_back(echoes: SaidBack, *sent: bytes) -> list[object]:
    """What is heard as the printer's when all this is sent and comes back."""
    decoder = StatusDecoder()
    for data in sent:
        echoes.sent(data)
    replies = [each for data in sent for each in decoder.feed(data) if not isinstance(each, Noise)]
    return [real for reply in replies for real in echoes.real(reply)]


def learnt() -> SaidBack:
    echoes = SaidBack()
    said_back(echoes, BYTES["discard"])
    assert echoes.learnt
    return echoes


def test_a_line_that_echoes_is_learnt_by_what_no_printer_says() -> None:
    echoes = SaidBack()
    echoes.sent(BYTES["discard"])
    for near_end, end in ((True, False), (False, False), (True, True)):
        echoes.real(AutoStatusBack(False, False, near_end, end))
    assert not echoes.learnt
    learnt()


def test_nothing_that_was_not_sent_is_an_echo() -> None:
    echoes = SaidBack()
    for _ in range(3):
        for near_end, end in ((True, False), (True, True)):
            echoes.real(AutoStatusBack(False, False, near_end, end))
    echoes.sent(BYTES["discard"])
    echoes.real(AutoStatusBack(False, False, True, True))
    assert not echoes.learnt, "and half an echo is none"


def test_without_an_echo_everything_is_the_printers() -> None:
    echoes = SaidBack()
    echoes.sent(BYTES["discard"])
    echoes.sent(BYTES["feed and full cut"])
    assert echoes.real(FINE) == [FINE]
    assert echoes.real(RealTime(0x12)) == [RealTime(0x12)]


def test_nothing_of_what_comes_back_is_taken_for_an_answer() -> None:
    echoes = learnt()
    assert said_back(echoes, *(data for what, data in BYTES.items() if what != "discard")) == []
    assert echoes.real(FINE) == [FINE], "and then the printer's word counts again"


def test_a_proof_waits_until_every_echo_has_come() -> None:
    echoes = learnt()
    echoes.sent(BYTES["ask in order"])
    assert echoes.real(FINE) == [], "it came before the echo of its question"
    assert echoes.real(RealTime(0x72)) == [FINE], "72 is the r of GS r"


def test_a_lost_echo_proves_nothing_until_it_was_quiet() -> None:
    echoes = learnt()
    echoes.sent(BYTES["ask in order"])
    assert [echoes.real(FINE), echoes.real(FINE)] == [[], []]
    echoes.forget()
    assert echoes.real(FINE) == [FINE]


def test_a_status_is_heard_in_the_middle_of_an_echo() -> None:
    echoes = learnt()
    echoes.sent(BYTES["ask in order"])
    assert echoes.real(RealTime(0x1A)) == [RealTime(0x1A)]
