"""The upper half in low mode: nothing there can be reached, so it helps by being read."""

from __future__ import annotations

import pytest
from PySide6.QtQuick import QQuickItem

from broker.domain.notices import Notice
from kiosk.qt.line_ends import bare
from kiosk.ticket.look import look
from kiosk.ticket.screens import Comfort, Language, Notices
from tests.gui.everyone import Stand

LOW, ELDER = Comfort(low=True), Comfort(elder=True, low=True)


def above(stand: Stand, name: str) -> QQuickItem:
    """What of this name is seen there."""
    found = [each for each in stand.seen() if each.objectName() == name]
    assert found, f"{name} is not on the glass"
    assert found[0].mapToScene(found[0].boundingRect().bottomLeft()).y() <= (
        stand.window.height() / 2 + 1
    )
    return found[0]


@pytest.mark.parametrize("comfort", [LOW, ELDER], ids=["low", "low-elder"])
@pytest.mark.parametrize("page", ["confirm", "ticket", "already", "guidance-place", "printing"])
def test_the_way_to_the_window_is_on_the_map(stand: Stand, page: str, comfort: Comfort) -> None:
    stand.show(page, comfort)
    assert above(stand, "way").property("text")
    assert above(stand, "high-map").height() > stand.px_per_mm * 60


@pytest.mark.parametrize("comfort", [LOW, ELDER], ids=["low", "low-elder"])
@pytest.mark.parametrize("page", ["confirm", "home"])
def test_the_time_stands_on_the_glass_once(stand: Stand, page: str, comfort: Comfort) -> None:
    stand.show(page, comfort)
    time = look(stand.scene(page, comfort))[0].time
    assert [str(each.property("text")) for each in stand.texts()].count(time) == 1


def test_an_item_has_one_map(stand: Stand) -> None:
    stand.show("guidance-place", LOW)
    maps = [each for each in stand.seen() if each.objectName() == "map" and each.property("active")]
    assert maps == []
    stand.show("guidance-place", Comfort())
    maps = [each for each in stand.seen() if each.objectName() == "map" and each.property("active")]
    assert len(maps) == 1


@pytest.mark.parametrize(("comfort", "many"), [(LOW, 3), (ELDER, 1)], ids=["low", "low-elder"])
def test_without_a_window_the_hall_says_what_it_hung_up(
    stand: Stand, comfort: Comfort, many: int
) -> None:
    stand.show("home", comfort)
    told = [each for each in stand.texts() if each.objectName() == "hung-up"]
    assert len(told) == many
    newest: Notice = stand.scene("home", comfort).notices[0]
    highest = min(told, key=lambda each: each.mapToScene(each.position()).y())
    assert bare(highest.property("text")) == newest.title


def test_a_page_that_shows_notices_does_not_have_them_twice(stand: Stand) -> None:
    scene = stand.scene("notices", LOW)
    assert isinstance(scene.screen, Notices)
    high = look(scene)[0].high
    assert high is not None
    assert high.notices == ()


@pytest.mark.parametrize("page", ["remember-unopened", "ticket-unopened"])
def test_why_nobody_knows_how_long_stands_there(stand: Stand, page: str) -> None:
    for comfort in (LOW, ELDER):
        stand.show(page, comfort)
        assert "开放" in above(stand, "why").property("text")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", ["remember", "confirm", "guidance-place"])
def test_all_zones_have_names_or_all_have_numbers_that_are_explained(
    stand: Stand, page: str, language: Language
) -> None:
    for elder in (False, True):
        stand.show(page, Comfort(language, elder=elder, low=True))
        zones = stand.settings.hall.zones
        numbers = [each for each in stand.texts() if each.objectName() == "zone-number"]
        assert len(numbers) in (0, len(zones))
        said = "\n".join(str(each.property("text")) for each in stand.texts())
        for nth, zone in enumerate(zones, 1):
            name = zone.name if language is Language.ZH else zone.name_en
            assert (f"{nth} {name}" if numbers else name) in said
        assert bool(numbers) == (elder and language is Language.EN)
