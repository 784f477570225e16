"""What may stand in a text: judged at the ledger's door, made safe where machines say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.domain.attendance.facts import PunchRecorded
from broker.domain.attendance.requests import CloseMonth, RecordPunch
from broker.domain.errors import WireError
from broker.domain.fitting import fitted, flawed
from broker.domain.ids import RequestId, StaffId
from broker.domain.requests import Granted, Refused
from broker.domain.text.judging import cleaned, first_hidden, flaw, safe, says_something
from broker.domain.text.matching import letters, normal, signs
from broker.wire import codec
from tests.stages.memory import LedgerHall
from tests.stages.punches import noted, undelivered

OBEYED = ["\0", "\x1b[2J", "\x07", "\n", "\t", "\r", "\x7f", "\x85", "\u2028", "\u202e", "\u2066"]
NOTHING = [" ", "\u200b", "\u3000", "\xa0\ufeff", "\u2800", "\u3164", "\ufe0f", "\u00ad"]
FINE = [
    "",
    "镇赉县",
    "费用￥10 每㎡",
    "A012",
    "𠮷野家",
    "☎ 0436",
    "e\u0301",
    "葛\U000e0100",
    "①",
    "👨\u200d👩",
]
PUNCH = noted()


@pytest.mark.parametrize("bad", OBEYED)
def test_what_is_obeyed_is_named(bad: str) -> None:
    assert flaw(f"窗{bad}口").startswith(f"U+{ord(bad[0]):04X}, ")


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("\u202e", "which turns the direction of writing"),
        ("\u2066", "which turns the direction of writing"),
        ("\ufffd", "left by a character that was lost"),
        ("\n", "which ends the line"),
        ("\u2028", "which ends the line"),
        ("\x07", "which is a control character"),
    ],
)
def test_why_it_may_not_stand_is_told(bad: str, why: str) -> None:
    assert flaw(f"窗{bad}口") == f"U+{ord(bad):04X}, {why}"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ａ０ １２", "a012"),
        ("２００㎡ ①", "200m21"),
        ("窗\u200b口\u3000一", "窗口一"),
        ("STRASSE straße", "strassestrasse"),
        ("(表)、", "(表)、"),
    ],
)
def test_one_normal_form_for_whoever_types_lists_or_looks(text: str, form: str) -> None:
    assert normal(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("环境影响报告书(表)的审批", "环境影响报告书表的审批"),
        ("lǜ LÜ lv", "lvlvlv"),
        ("é e\u0301 É", "eee"),
        ("Ａ-０ １\u200b２", "a012"),
        ("\u0301", ""),
        ("¨´", ""),  # each is a blank and a mark, to whoever takes it apart
    ],
)
def test_what_is_typed_has_no_marks(text: str, form: str) -> None:
    assert letters(text) == form


def test_each_character_of_the_form_knows_its_place() -> None:
    assert signs("㎡\u200b A") == (("m", 0), ("2", 0), ("a", 3))
    assert signs("é´è") == (("e", 0), ("e", 2))


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_to_see_is_no_text(text: str) -> None:
    assert flaw(text) == "nothing that anybody sees"
    assert not says_something(text)


@pytest.mark.parametrize("text", FINE)
def test_what_people_write_stands(text: str) -> None:
    assert flaw(text) == ""


@pytest.mark.parametrize(
    ("text", "clean", "first"),
    [
        ("个体\u200b工商\ufeff户", "个体工商户", "U+200B"),
        ("葛\U000e0100", "葛", "U+E0100"),
        ("经济局\u3000财政局", "经济局\u3000财政局", ""),  # a wide blank is how Chinese has it
        ("A\xa0B\u2009C", "A B C", ""),
        ("镇赉县", "镇赉县", ""),
    ],
)
def test_what_has_no_width_is_left_out(text: str, clean: str, first: str) -> None:
    assert (cleaned(text), first_hidden(text)) == (clean, first)


@given(st.text(max_size=30))
def test_what_was_made_safe_has_no_flaw_but_being_nothing(text: str) -> None:
    made = safe(text)
    assert flaw(made) in ("", "nothing that anybody sees") or "U+FFF" in flaw(made)
    assert safe(made) == made
    assert not first_hidden(made)
    if flaw(text) == "" and not first_hidden(text):
        assert made.split() == text.split()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def told(desk: LedgerHall, request: RecordPunch) -> Any:
    """What the ledger answers to exactly these bytes."""
    heard: list[Any] = []
    assert desk.broker.server is not None
    desk.broker.server("command", codec.encode(request), heard.append)
    desk.settle()
    return heard[0]


@pytest.mark.parametrize("bad", [*OBEYED, "\u200b", " "])
def test_a_reason_that_no_one_may_give_is_refused_at_the_door(desk: LedgerHall, bad: str) -> None:
    """It became a fact, and turned up on terminals and in reports."""
    reason = bad if not says_something(bad) else f"忘记{bad}打卡"
    refused = told(desk, replace(PUNCH, reason=reason))
    assert isinstance(refused, Refused)
    assert refused.code == "unreadable"
    assert "`$.reason`" in refused.en
    assert "`$.reason` 里是" in refused.zh
    assert not desk.facts(PunchRecorded)
    assert isinstance(told(desk, PUNCH), Granted)


@pytest.mark.parametrize("field", ["id", "source", "staff", "device", "by"])
def test_every_text_of_a_request_is_judged(field: str) -> None:
    assert flawed(PUNCH) == ""
    assert flawed(replace(PUNCH, **{field: "request-\u202e1"})).startswith(
        f"`$.{field}` holds U+202E"
    )


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_no_day_enters_that_nobody_can_reckon_with(year: int) -> None:
    """A month after it, or the day it may be erased, was an `OverflowError`."""
    moment = datetime(year, 12, 31, 12, tzinfo=UTC)
    for request in (
        replace(PUNCH, at=moment),
        replace(PUNCH, punched_at=moment),
        CloseMonth(
            id=RequestId("request-1"),
            at=PUNCH.at,
            source="test",
            by=StaffId("900"),
            month=moment.date(),
            version="1",
            rules="0" * 64,
            results="0" * 64,
            upto=1,
            staff=(),
        ),
    ):
        assert "is of no year from 1900 to 2999" in flawed(request)
        with pytest.raises(WireError):
            codec.judged_request(codec.encode(request))


def test_a_machine_that_woke_in_1970_is_heard() -> None:
    assert flawed(replace(PUNCH, at=datetime(1970, 1, 1, tzinfo=UTC))) == ""


def test_words_of_a_machine_are_made_safe_before_they_leave() -> None:
    """A call that no display showed must not go unreported because of an error's line ends."""
    delivery = undelivered("the port is gone:\n\x1b[1mErrno 5\u202e")
    sent = fitted(delivery)
    assert sent.detail == "the port is gone:  [1mErrno 5"
    assert flawed(sent) == ""
    assert codec.judged_request(codec.encode_request(delivery)) == sent


def test_an_old_outbox_is_read_as_it_is() -> None:
    """What was kept before texts were judged is not lost: it is made safe when it is asked."""
    kept = codec.decode_request(msgspec.json.encode(replace(PUNCH, reason="忘记\n打卡")))
    assert isinstance(kept, RecordPunch)
    assert codec.judged_request(codec.encode_request(kept)) == replace(PUNCH, reason="忘记 打卡")
