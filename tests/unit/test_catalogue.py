"""Departments in pages, and items found as one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.catalogue import Item
from broker.settings import Settings, load
from kiosk.ticket.catalogue import Catalogue, Guide
from kiosk.ticket.pages.items import ITEMS as PAGE
from kiosk.ticket.search import Hit, Spelling
from kiosk.words.paging import paged

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(ROOT / "examples" / "zhenlai" / "hall.toml", Path("run"))


@pytest.fixture(scope="module")
def spelling(settings: Settings) -> Spelling:
    return Spelling(settings.items)


def named(*names: str) -> Spelling:
    return Spelling([Item(number, "d", name, "q") for number, name in enumerate(names, 1)])


def found(spelling: Spelling, text: str) -> list[str]:
    return [hit.item.name for hit in spelling.find(text)]


@given(st.integers(0, 200), st.integers(-3, 60), st.integers(1, 20))
def test_pages_hold_every_row_once_whatever_is_asked(rows: int, number: int, size: int) -> None:
    shown = paged(range(rows), number, size)
    assert 1 <= shown.page <= shown.pages
    everything = [row for each in range(shown.pages) for row in paged(range(rows), each, size).rows]
    assert everything == list(range(rows))


def test_the_whole_catalogue_is_on_some_page(settings: Settings) -> None:
    catalogue = Catalogue(settings.hall, settings.items)
    assert len(catalogue.departments) == 18
    seen = [
        item
        for department in catalogue.departments
        for number in range(paged(catalogue.items_of(department.id), 0, PAGE).pages)
        for item in paged(catalogue.items_of(department.id), number, PAGE).rows
    ]
    assert len(seen) == 482
    assert set(seen) == set(settings.items)
    assert all(
        len(paged(catalogue.items_of(d.id), 0, PAGE).rows) <= PAGE for d in catalogue.departments
    )


def test_what_is_not_known_of_an_item_stays_unknown(settings: Settings) -> None:
    item = settings.items[0]
    place = (item.department, item.number)
    knows = Guide(promised_days=0, fee="不收费")
    assert Catalogue(settings.hall, settings.items).guide(item) == Guide()
    assert Catalogue(settings.hall, settings.items, {place: knows}).guide(item) == knows


@pytest.mark.parametrize(
    "text", ["wsxkz", "weishengxukezheng", "weishengxk", "WSXK", "wshxkz", "wei s x", "卫生许可"]
)
def test_the_hygiene_permit_is_found_in_every_spelling(spelling: Spelling, text: str) -> None:
    assert "卫生许可证(食品经营)" in found(spelling, text)


def test_a_match_is_marked_where_it_stands() -> None:
    (hit,) = named("核发食品卫生许可证").find("wsxk")
    assert hit.mark == (4, 8)
    assert hit.item.name[slice(*hit.mark)] == "卫生许可"


def test_earlier_in_the_name_comes_first() -> None:
    assert found(named("核发许可证", "许可证变更"), "xkz") == ["许可证变更", "核发许可证"]


def test_characters_with_several_readings_are_found_by_the_right_one() -> None:
    bank = named("银行开户", "行政许可", "重新登记", "绿化")
    assert found(bank, "yinhang") == ["银行开户"]
    assert found(bank, "xingz") == ["行政许可"]
    assert found(bank, "chongxin") == ["重新登记"]
    assert found(bank, "lvh") == ["绿化"]


def test_digits_find_names_and_numbers() -> None:
    some = named("A级景区", "投资500万元项目", "其他")
    assert found(some, "500") == ["投资500万元项目"]
    assert some.find("3") == (Hit(Item(3, "d", "其他", "q")),)
    assert found(some, "aj") == ["A级景区"]


def test_nothing_typed_finds_nothing_and_nonsense_too(spelling: Spelling) -> None:
    assert spelling.find("") == ()
    assert spelling.find("  ") == ()
    assert spelling.find("qqqqqqqq") == ()


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20))
def test_typing_on_only_narrows_and_marks_stay_inside(text: str) -> None:
    some = named("核发动物防疫合格证", "城市树木砍伐费", "投资500万元以下(含500万元)的项目")
    longer = {hit.item for hit in some.find(text)}
    shorter = {hit.item for hit in some.find(text[:-1])}
    if len(text) > 1 and not text.isdigit():
        assert longer <= shorter or any(hit.mark == (0, 0) for hit in some.find(text))
    for hit in some.find(text):
        assert 0 <= hit.mark[0] <= hit.mark[1] <= len(hit.item.name)
    assert some.find(text) == named(*(i.name for i in ITEMS)).find(text)


ITEMS = [
    Item(1, "d", "核发动物防疫合格证", "q"),
    Item(2, "d", "城市树木砍伐费", "q"),
    Item(3, "d", "投资500万元以下(含500万元)的项目", "q"),
]


def test_every_item_is_found_by_its_own_initials(settings: Settings, spelling: Spelling) -> None:
    from pypinyin import Style, lazy_pinyin

    lost = []
    for item in settings.items:
        initials = "".join(lazy_pinyin(item.name, style=Style.FIRST_LETTER))[:20]
        typed = "".join(each for each in initials if each.isascii() and each.isalnum())
        if typed == initials and item not in {hit.item for hit in spelling.find(typed)}:
            lost.append((item.name, typed))
    assert lost == []
