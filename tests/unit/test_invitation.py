"""An invitation: one code, one machine, an hour, five tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.joining.invitation import LIFE, TRIES, Invitation, Over, new_code, same_code

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ALIKE = {"0": "oO0", "1": "iIlL1"}


def invited(code: str = "7QK4M-93ZTB") -> Invitation:
    return Invitation(("kiosk-2",), code, NOW + LIFE)


@given(st.data())
def test_a_code_is_read_as_people_write_it(data: st.DataObject) -> None:
    code = data.draw(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=10, max_size=10))
    letters = [data.draw(st.sampled_from(ALIKE.get(each, each + each.lower()))) for each in code]
    spaces = data.draw(st.integers(0, len(letters)))
    assert same_code("".join([*letters[:spaces], " ", *letters[spaces:]]), code)


@given(st.text(max_size=12))
def test_no_other_text_is_that_code(text: str) -> None:
    assert not same_code(text, new_code())


def test_a_thousand_codes_are_a_thousand() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_the_right_code_is_let_in_until_the_hour_is_over() -> None:
    invitation = invited()
    last = NOW + LIFE - timedelta(seconds=1)
    assert invitation.judge("7qk4m93ztb", last) is None
    assert invitation.judge("7QK4M-93ZTB", NOW + LIFE) is Over.LATE


def test_it_is_good_once() -> None:
    invitation = invited()
    assert invitation.judge(invitation.code, NOW) is None
    invitation.used = True
    assert invitation.judge(invitation.code, NOW) is Over.USED


def test_who_guesses_too_often_has_ended_it_for_everybody() -> None:
    invitation = invited()
    said = [invitation.judge(f"AAAAA-0000{n}", NOW) for n in range(TRIES + 1)]
    assert said == [Over.WRONG] * (TRIES - 1) + [Over.TRIED] * 2
    assert invitation.judge(invitation.code, NOW) is Over.TRIED


@pytest.mark.parametrize("late", [False, True])
def test_a_right_code_costs_no_try(late: bool) -> None:
    invitation = invited()
    for _ in range(2 * TRIES):
        invitation.judge(invitation.code, NOW + LIFE if late else NOW)
    assert invitation.wrong == 0
