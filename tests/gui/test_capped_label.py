"""Text that becomes smaller where it must: its room never depends on how it was made to fit."""

from __future__ import annotations

from itertools import product

import pytest

from kiosk.ticket.screens import Comfort, Guidance, GuideTab, Language
from tests.gui.everyone import Shown, Stand

WISHES = [
    Comfort(language, elder, low)
    for language, elder, low in product(Language, (False, True), (False, True))
]


@pytest.mark.parametrize("tab", [GuideTab.MATERIALS, GuideTab.STEPS, GuideTab.GROUNDS])
def test_a_page_that_stands_takes_texts_of_any_length(stand: Stand, tab: GuideTab) -> None:
    """A row that stands already gets other words, letters and room."""
    said = []
    stand.complaints.clear()
    guided = [each for each in stand.settings.items if each.guide.materials]
    for nth, item in enumerate(guided):
        stand.table["any"] = Shown(lambda _, item=item: Guidance(item, tab))  # type: ignore[misc]  # bound at once
        stand.show("any", WISHES[nth % len(WISHES)])
        said += [f"{item.name}: {each}" for each in stand.complaints]
        stand.complaints.clear()
    assert said == []
