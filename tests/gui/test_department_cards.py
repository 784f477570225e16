"""What a card of a department tells where room is short."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.look import look
from kiosk.ticket.pages.choose import ChoosePage
from kiosk.ticket.screens import Comfort, Language
from kiosk.words import NOTHING, say
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


@pytest.mark.parametrize("glass", ["21.5-upright", "19"])
@pytest.mark.parametrize("language", Language)
def test_where_there_is_no_line_for_it_a_figure_stands_beside_the_name(
    stand: Stand, glass: str, language: Language
) -> None:
    """Also of a name that takes two lines, which cost all cards the number once."""
    shown = stand if glass == "21.5-upright" else Stand(stand.settings, glass)
    comfort = Comfort(language, elder=glass == "19", low=glass != "19")
    for page in ("choose", "choose-2"):
        shown.show(page, comfort)
        made = look(shown.scene(page, comfort))[0].page
        assert isinstance(made, ChoosePage)
        told = [str(each.property("text")) for each in shown.texts()]
        for card in made.rows:
            assert card.waiting is not None
            words = say("ticket.people", count=card.waiting)
            figure = str(card.waiting) if made.beside else shown.scene(page, comfort).said(words)
            assert card.why != NOTHING or figure in told
        assert shown.complaints == []
    if shown is not stand:
        shown.close()


def test_and_not_where_it_would_cost_a_card(stand: Stand) -> None:
    """The control: beside a name of fourteen characters there is no room for it on two lines."""
    scene = stand.scene("choose", Comfort(low=True))
    first, *others = scene.hall.departments
    longer = replace(first, name="住房和城乡建设与市政公用事业")
    hall = replace(scene.hall, departments=(longer, *others))
    crowded = replace(scene, hall=hall, catalogue=Catalogue(hall, scene.catalogue.items))
    page = look(crowded)[0].page
    assert isinstance(page, ChoosePage)
    assert ({card.waiting for card in page.rows}, page.beside) == ({None}, False)
