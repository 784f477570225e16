"""Large letters on the lower half: what a page must say stands there all the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import msgspec
import pytest

from broker.domain.ids import RequestId
from broker.settings import Settings
from broker.wire.messages import QueueState
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Comfort, Confirm, Guidance, GuideTab, Language
from tests.gui.everyone import Shown, Stand
from tests.gui.glass_measures import wrong

CROWDED = "elder-low"
ENGLISH = [Comfort(Language.EN, elder, low) for elder, low in product((False, True), (False, True))]


def guided(settings: Settings, **changes: Any) -> Any:
    """The item with the most to bring, changed."""
    of = max(settings.items, key=lambda each: len(each.guide.materials))
    example = changes.pop("example", True)
    return replace(of, guide=msgspec.structs.replace(of.guide, example=example), **changes)


@pytest.mark.parametrize("comfort", ENGLISH)
@pytest.mark.parametrize("example", [True, False], ids=["sample", "real"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
def test_in_english_a_guide_says_that_it_is_chinese(
    stand: Stand, comfort: Comfort, example: bool, named: bool
) -> None:
    of = guided(stand.settings, example=example, **({} if named else {"name_en": ""}))
    stand.table["any"] = Shown(lambda _: Guidance(of, GuideTab.MATERIALS))
    stand.complaints.clear()
    stand.show("any", comfort)
    badges = [each for each in stand.seen() if each.objectName() in ("example", "foreign")]
    assert any("Chinese" in str(each.property("label")) for each in badges)
    assert wrong(stand, CROWDED if comfort.elder and comfort.low else "") == []


def slow(scene: Scene) -> Scene:
    """Everybody waits for long."""
    for state in tuple(scene.world.queues.values()):
        later: QueueState = msgspec.structs.replace(state, low=120, high=180)
        scene.world.hear_queue(later)
    return scene


@pytest.mark.parametrize("language", Language)
def test_a_range_of_minutes_says_what_it_rests_on(stand: Stand, language: Language) -> None:
    """Before the name of the item, which was read on the page before."""
    for queue in stand.settings.hall.queues:
        items = [each for each in stand.settings.items if each.queue == queue.id]
        of = max(items, key=lambda each: len(each.name), default=None)
        screen = Confirm(queue.id, RequestId("request-000001"), of)
        stand.table["any"] = Shown(lambda _, screen=screen: screen, slow)  # type: ignore[misc]  # bound at once
        stand.show("any", Comfort(language, elder=True, low=True))
        told = stand.text("range")
        assert "180" not in told or stand.find("basis") is not None, queue.id
        assert wrong(stand, CROWDED) == []


@pytest.mark.parametrize("language", Language)
def test_a_map_that_is_too_small_leaves_its_room_to_the_text(
    stand: Stand, language: Language
) -> None:
    small = Stand(stand.settings, "19")
    small.show("guidance-place", Comfort(language, elder=True))
    assert small.find("map") is None
    assert small.find("next") is None, "the text needs one leaf alone"
    small.show("guidance-place", Comfort(language))
    assert small.find("map") is not None, "the control: there is room for it"
    assert small.complaints == []
    small.close()
