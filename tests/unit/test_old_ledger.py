"""Ledgers of yesterday read: a reason that was a sentence is kept, and shown, as it was said.

`yesterday/facts.jsonl` is a ledger of two days that the program wrote before reasons were codes,
one fact of every kind in it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from broker.cli import main
from broker.commands.audit import read
from broker.domain.calling.facts import CallUndelivered, UndeliveredReason
from broker.domain.facts import AnyFact
from broker.domain.reasons import Reason
from broker.domain.text.kinds import LONGEST_SENTENCE
from broker.domain.tickets.facts import CancelReason, TicketVoided, VoidReason
from broker.domain.tickets.requests import VoidTicket
from broker.domain.windows.facts import PauseReason, WindowPaused
from broker.ledger.rows import recorded
from broker.ledger.views import window_state
from broker.wire import codec
from broker.wire.messages import WindowStatus
from tests.order import in_order
from tests.stages.halls import HandClock
from tests.stages.memory import LedgerHall
from tests.stages.yesterday import lay_down, lines

REASONS = in_order(
    each for each in Reason.__subclasses__() if each.__module__.startswith("broker.")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run directory with the ledger of yesterday in it."""
    lay_down(tmp_path / "ledger.db")
    return tmp_path


def test_every_kind_of_fact_of_yesterday_reads_and_is_written_again_as_it_was() -> None:
    decoder = msgspec.json.Decoder(AnyFact)
    facts = [decoder.decode(each["body"]) for each in lines()]
    assert {type(fact) for fact in facts} >= WRITTEN_YESTERDAY
    for fact, each in zip(facts, lines(), strict=True):
        again = json.loads(msgspec.json.encode(fact))
        assert json.loads(each["body"]).items() <= again.items()  # fields may have come, none gone


WRITTEN_YESTERDAY = {
    kind
    for kind in get_args(AnyFact)
    if any(f'"{kind.__struct_config__.tag}"' in each["body"] for each in lines())
}


def test_there_was_one_of_every_kind_then() -> None:
    """The control: nobody shortens the file."""
    assert len(WRITTEN_YESTERDAY) == 23


def test_an_inspector_finds_the_chain_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(folder / "ledger.db")]) == 0
    assert "60 facts, the chain holds" in capsys.readouterr().out


def test_a_report_counts_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder / "ledger.db")]) == 0
    assert "取号" in capsys.readouterr().out


def test_the_words_of_yesterday_are_kept(folder: Path) -> None:
    facts = [recorded(row).fact for row in read(folder / "ledger.db")]
    voids = [fact.reason for fact in facts if isinstance(fact, TicketVoided)]
    assert [each.zh for each in voids] == [
        "取号人未等到号码",
        "小票未打出，也无人记下号码",
        "day ended",
    ]
    said = [fact.reason for fact in facts if isinstance(fact, CallUndelivered)]
    assert [each.zh for each in said] == [
        "没有应答",
        "refused: 0x15 (font missing)",
        "显示前已被新内容取代",
    ]
    assert not set(voids) & set(VoidReason)
    assert not set(said) & set(UndeliveredReason)


def test_the_hall_goes_on_from_it_and_shows_what_it_showed(folder: Path) -> None:
    last = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=lines()[-1]["at"])
    desk = LedgerHall(folder, clock=HandClock(last + timedelta(seconds=10)))
    state = window_state(desk.ledger.floor, 1, desk.clock.now(), "id")
    desk.close()
    assert state.status is WindowStatus.PAUSED
    assert (state.reason, state.reason_en, state.pause) == ("换色带", "换色带", "换色带")


@pytest.mark.parametrize("kind", REASONS)
def test_a_code_travels_as_a_code_and_speaks_both_languages(kind: type[Reason]) -> None:
    for reason in kind:
        assert msgspec.json.decode(msgspec.json.encode(reason), type=kind) is reason
        assert reason.zh
        assert reason.en


def test_all_reasons_were_looked_at() -> None:
    assert {PauseReason, VoidReason, CancelReason, UndeliveredReason} < set(REASONS)


def test_a_fact_holds_the_code_and_no_sentence() -> None:
    fact = WindowPaused(window=1, reason=PauseReason.BACK_SOON)
    body = b'{"type":"window-paused","window":1,"reason":"back-soon"}'
    assert msgspec.json.encode(fact) == body


def test_words_of_any_length_are_not_kept() -> None:
    """A request with more of them than fits is refused whole, as it always was."""
    asked = {"type": "void-ticket", "id": "0123456789", "at": "2026-03-02T01:15:00Z"}
    asked |= {"source": "x", "ticket": "t"}
    fits = codec.decode_request(json.dumps(asked | {"reason": "x" * LONGEST_SENTENCE}).encode())
    assert isinstance(fits, VoidTicket)
    assert fits.reason == "x" * LONGEST_SENTENCE
    with pytest.raises(codec.WireError, match="reason"):
        codec.decode_request(json.dumps(asked | {"reason": "x" * (LONGEST_SENTENCE + 1)}).encode())
