"""A department of thousands: its page is made anew at each refresh, and is not measured anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.catalogue import Item
from kiosk.ticket import heads, measures
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.pages import head_keys
from kiosk.ticket.pages.items import HeadsPage, ItemsPage, head_items, items
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import HeadItems, Items, Purpose
from tests.stages.halls import small_hall
from tests.unit.test_guide_pages import scene

MANY = 4365
KINDS = ["城市规划审批", "城镇房屋登记", "农村房屋登记", "县级档案查询", "外地来访备案"]
FEW = 30  # texts of the page that are no rows


@pytest.fixture
def crowded(request: pytest.FixtureRequest) -> Scene:
    """Its names are those of this test: what another test has measured is of no use here."""
    hall, mine = small_hall(), request.node.name
    every = [
        Item(n, "dept", f"{KINDS[n % len(KINDS)]}（第 {n} 类，{'很长的名称' * 8}）{mine}", "qa")
        for n in range(MANY)
    ]
    return scene(hall=hall, catalogue=Catalogue(hall, every))


class Count:
    """How often something is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
        self.asked = 0
        self._does: Callable[..., Any] = getattr(room, name)
        monkeypatch.setattr(room, name, self._ask)

    def _ask(self, *words: Any, **more: Any) -> Any:
        self.asked += 1
        return self._does(*words, **more)

    def since(self) -> int:
        """Times since this was asked last."""
        asked, self.asked = self.asked, 0
        return asked


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Texts whose lines are counted."""
    return Count(monkeypatch, measures, "lines")


def test_how_items_begin_is_asked_without_measuring_their_names(
    crowded: Scene, measured: Count
) -> None:
    page = items(Items(Purpose.TAKE, "dept"), crowded).page
    assert isinstance(page, HeadsPage)
    assert measured.since() <= FEW


def test_a_refresh_parts_no_names_anew(crowded: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    parted = Count(monkeypatch, head_keys, "parted")
    alike = Count(monkeypatch, heads, "_alike")
    made = items(Items(Purpose.TAKE, "dept"), crowded)
    assert (parted.since() > 0, alike.since() > 0) == (True, True)
    assert items(Items(Purpose.TAKE, "dept"), replace(crowded, seconds=1.0)) == made
    assert (parted.since(), alike.since()) == (0, 0)


def test_all_of_them_are_measured_once(crowded: Scene, measured: Count) -> None:
    every = HeadItems(Purpose.TAKE, "dept", tuple(range(MANY)), whole=True)
    page = head_items(every, crowded).page
    assert isinstance(page, ItemsPage)
    assert measured.since() >= MANY
    for turned in (3, 4, page.pages - 1):
        leafed = head_items(replace(every, page=turned), crowded).page
        assert isinstance(leafed, ItemsPage)
        assert (leafed.page, len(leafed.rows) > 0) == (turned + 1, True)
    assert measured.since() <= 3 * FEW


def test_other_letters_and_another_glass_are_measured_for_themselves(
    crowded: Scene, measured: Count
) -> None:
    """The control: what is remembered is of this glass and these letters alone."""
    every = HeadItems(Purpose.TAKE, "dept", tuple(range(MANY)), whole=True)
    plain = head_items(every, crowded).page
    assert measured.since() >= MANY
    elder = replace(crowded, comfort=replace(crowded.comfort, elder=True))
    larger = head_items(every, elder).page
    assert isinstance(plain, ItemsPage)
    assert isinstance(larger, ItemsPage)
    assert measured.since() >= MANY
    assert larger.pages > plain.pages


def test_another_catalogue_is_another_page(crowded: Scene) -> None:
    every = HeadItems(Purpose.TAKE, "dept", tuple(range(MANY)), whole=True)
    before = head_items(every, crowded).page
    renamed = [Item(n, "dept", f"改名 {n}", "qa") for n in range(MANY)]
    later = head_items(every, replace(crowded, catalogue=Catalogue(crowded.hall, renamed))).page
    assert isinstance(before, ItemsPage)
    assert isinstance(later, ItemsPage)
    assert later.rows[0].label.zh == "改名 0"
