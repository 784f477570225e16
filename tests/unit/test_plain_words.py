"""Small sentences: one day is no days, a fee that nobody knows, a state that nobody knows."""

from __future__ import annotations

import re

import pytest

from broker.commands.catalogue_show import _fee
from broker.commands.catalogue_words import term
from broker.domain.guides import Guide, Handling, Term, TermUnit
from broker.domain.hall import Hall
from broker.domain.waiting.ranging import Minutes
from broker.settings import sentences
from kiosk.issuing.waits import in_words
from kiosk.ticket.pages.guide_facts import fee
from kiosk.ticket.pages.terms import badge, within

MANY = re.compile(r"\b1 (working )?\w+s\b")


@pytest.mark.parametrize("unit", TermUnit)
def test_one_is_one_and_two_are_two(unit: TermUnit) -> None:
    one, two = Term(1, unit), Term(2, unit)
    kept = Guide(handling=Handling.PROMISED, promised=one)
    for said in (within(one).en, badge(kept).en, term(one).en):
        assert not MANY.search(said)
        assert "1 " in said
    assert within(two).en.endswith("s")
    assert term(two).en.endswith("s")
    assert within(one).zh == within(two).zh.replace("2", "1")


def test_a_wait_of_a_minute() -> None:
    assert in_words(Minutes(0, 1)).en == "Within about 1 minute"
    assert in_words(Minutes(0, 2)).en == "Within about 2 minutes"


def test_a_fee_that_nobody_recorded_is_said() -> None:
    charged = Guide(charged=True)
    assert "没有登记" in fee(charged).zh
    assert "how much" in fee(charged).en
    assert "没有写明" in _fee(charged)
    assert _fee(Guide(charged=True, fee="10 元")) == "10 元"
    assert "不收费" in _fee(Guide(charged=False))
    assert _fee(Guide()) == ""


def test_a_stage_of_a_case_that_means_nothing_known_is_told_what_it_may_mean() -> None:
    kind = sentences.type_at(Hall, ("cases", "stages"))
    _, problem, remedy = sentences.sentence("Invalid enum value 'foo'", kind)
    assert "'foo'" in problem
    assert remedy == "use one of: accepted, under-way, supplement, done, refused, ended"


def test_of_a_mapping_whose_keys_are_known_a_key_is_what_is_misspelt() -> None:
    kind = sentences.type_at(Hall, ("calling", "rates"))
    assert 'did you mean "elderly"' in sentences.sentence("Invalid enum value 'elderley'", kind)[2]
