"""What a card of a department tells where room is short."""

from __future__ import annotations

import pytest

from kiosk.ticket.look import look
from kiosk.ticket.pages.choose import ChoosePage
from kiosk.ticket.screens import Comfort, Language
from tests.gui.everyone import Stand

LARGE_AND_LOW = [Comfort(each, elder=True, low=True) for each in Language]


@pytest.mark.parametrize("comfort", LARGE_AND_LOW, ids=["zh", "en"])
def test_how_many_wait_is_told_where_it_costs_no_card(stand: Stand, comfort: Comfort) -> None:
    page = look(stand.scene("choose", comfort))[0].page
    assert isinstance(page, ChoosePage)
    assert [card.waiting is None for card in page.rows] == [False] * len(page.rows)
    stand.show("choose", comfort)
    told = f"{page.rows[0].waiting} "
    assert any(str(each.property("text")).startswith(told) for each in stand.texts())


def test_and_not_where_it_would_cost_one(stand: Stand) -> None:
    """The control: in 低位 alone more departments stand on a page without it."""
    page = look(stand.scene("choose", Comfort(low=True)))[0].page
    assert isinstance(page, ChoosePage)
    assert {card.waiting for card in page.rows} == {None}
