"""Departments in pages, and items found as one types."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from broker.domain.guides import Guide
from broker.settings import Settings, load
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.search import Hit, ItemSearch, all_names
from kiosk.words.fuzzy import fuzzed
from kiosk.words.paging import paged
from kiosk.words.spelling import Spelling, mark, spelling, typed

ROOT = Path(__file__).parents[2]
PAGE = 8  # rows


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(ROOT / "examples" / "zhenlai" / "hall.toml", Path("run"))


@pytest.fixture(scope="module")
def sample(settings: Settings) -> ItemSearch:
    return ItemSearch(settings.items, spelt(settings.items))


def named(*names: str) -> ItemSearch:
    items = [Item(number, "d", name, "q") for number, name in enumerate(names, 1)]
    return ItemSearch(items, spelt(items))


def spelt(items: Sequence[Item], common: Sequence[CommonWord] = ()) -> dict[str, Spelling]:
    return {name: spelling(name) for name in all_names(items, common)}


def found(search: ItemSearch, text: str) -> list[str]:
    return [hit.item.name for hit in search.find(text)]


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
    assert settings.items[0].guide == Guide()


@pytest.mark.parametrize(
    "text", ["wsxkz", "weishengxukezheng", "weishengxk", "WSXK", "wshxkz", "wei s x", "卫生许可"]
)
def test_the_hygiene_permit_is_found_in_every_spelling(sample: ItemSearch, text: str) -> None:
    assert "卫生许可证(食品经营)" in found(sample, text)


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
    assert list(some.find("3")) == [Hit(Item(3, "d", "其他", "q"))]
    assert found(some, "aj") == ["A级景区"]


def test_nothing_typed_finds_nothing_and_nonsense_too(sample: ItemSearch) -> None:
    assert list(sample.find("")) == []
    assert list(sample.find("  ")) == []
    assert list(sample.find("qqqqqqqq")) == []


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20))
def test_typing_on_only_narrows_and_marks_stay_inside(text: str) -> None:
    some = named("核发动物防疫合格证", "城市树木砍伐费", "投资500万元以下(含500万元)的项目")
    longer = {hit.item for hit in some.find(text)}
    shorter = {hit.item for hit in some.find(text[:-1])}
    if len(text) not in (1, 4) and not text.isdigit():  # from four on, sounds are compared
        assert longer <= shorter or any(hit.mark == (0, 0) for hit in some.find(text))
    for hit in some.find(text):
        assert 0 <= hit.mark[0] <= hit.mark[1] <= len(hit.item.name)
    assert list(some.find(text)) == list(named(*(i.name for i in ITEMS)).find(text))


ITEMS = [
    Item(1, "d", "核发动物防疫合格证", "q"),
    Item(2, "d", "城市树木砍伐费", "q"),
    Item(3, "d", "投资500万元以下(含500万元)的项目", "q"),
]


def keys(item: Item, left_out: str = "") -> list[list[str]]:
    """How somebody types each character of an item's name, the marks and `left_out` left out; read
    by pypinyin alone."""
    from pypinyin import Style, pinyin

    name = unicodedata.normalize("NFKC", item.name)
    readings = pinyin(name, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # its stub
    both = zip(name, readings, strict=True)
    return [each for char, each in both if char.isalnum() and char not in left_out]


@pytest.mark.parametrize("left_out", ["", "的"])
@pytest.mark.parametrize("many", [4, 10, 20, 200])
def test_every_item_is_found_by_its_initials_across_marks_and_brackets(
    settings: Settings, sample: ItemSearch, many: int, left_out: str
) -> None:
    """120 of the 370 items with ten characters were missed: initials ended at every mark."""
    for item in settings.items:
        typed_in = "".join(each[0][0] for each in keys(item, left_out)[:many])
        assert item in {hit.item for hit in sample.find(typed_in)}, (item.name, typed_in)


def test_every_item_is_found_by_its_full_pinyin_and_by_parts(
    settings: Settings, sample: ItemSearch
) -> None:
    for item in settings.items:
        syllables = [each[0].lower() for each in keys(item)]
        middle = len(syllables) // 2
        parts = ("".join(syllables), "".join(syllables[middle:]), "".join(syllables[:middle])[:-1])
        for typed_in in (*parts, item.name, item.name[middle : middle + 6]):
            if typed(typed_in):
                assert item in {hit.item for hit in sample.find(typed_in)}, (item.name, typed_in)


def test_initials_go_on_behind_a_bracket_with_and_without_de() -> None:
    report = named("环境影响报告书(表)的审批", "环境、影响")
    assert found(report, "hjyxbgsbsp") == ["环境影响报告书(表)的审批"]
    assert found(report, "hjyxbgsbdsp") == ["环境影响报告书(表)的审批"]
    assert found(report, "hjyx") == ["环境影响报告书(表)的审批", "环境、影响"]
    (hit,) = report.find("sbds")
    assert hit.item.name[slice(*hit.mark)] == "书(表)的审"


@pytest.mark.parametrize(
    ("name", "typed_in"),
    [
        ("投资５００万元", "500"),
        ("投资500万元", "５００"),
        ("Ａ级景区", "aj"),
        ("A级景区", "ａ级"),
        ("个 体 工 商 户", "gtgsh"),
        ("个体\u200b工\xa0商户", "个体工商"),
        ("绿化", "lvh"),
        ("绿化", "luhua"),
        ("绿化", "lühua"),
        ("战略规划", "zhanlve"),
        ("女职工", "nuzg"),
        ("㎡测绘", "m2ch"),
        ("豈有", "qiyou"),
        ("café登记", "cafedj"),
        ("不予（行政）许可", "不予行政"),
        ("水、电、气", "sdq"),
    ],
)
def test_one_normal_form_for_what_is_written_and_typed(name: str, typed_in: str) -> None:
    assert found(named("其他", name), typed_in) == [name]


@given(
    st.lists(st.text("银行绿的的、(A１ ㎡单一", max_size=8), min_size=1, max_size=6),
    st.text("yinhangxlvudeam2sy1银的单", min_size=1, max_size=8),
)
def test_the_index_finds_what_reading_every_name_finds(names: list[str], text: str) -> None:
    spellings = [spelling(name) for name in names]
    marks = [mark(each, typed(text)) if typed(text) else None for each in spellings]
    wanted = [
        (each.places.index(where[0]), nth, where)
        for nth, (each, where) in enumerate(zip(spellings, marks, strict=True))
        if where is not None
    ]
    found = [hit for hit in named(*names).find(text) if hit.mark != (0, 0)]
    hits, alike = found[: len(wanted)], found[len(wanted) :]
    assert [(hit.item.number - 1, hit.mark) for hit in hits] == [
        (nth, where) for _, nth, where in sorted(wanted)
    ]
    sounds = [mark(fuzzed(spellings[hit.item.number - 1]), typed(text)) for hit in alike]
    assert [hit.mark for hit in alike] == sounds


def test_many_hits_are_in_the_order_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{'许' * (n % 7)}可证{n}" for n in range(300)]
    few = list(named(*names).find("kz"))
    monkeypatch.setattr("kiosk.ticket.search._FEW", 10)
    many = named(*names).find("kz")
    assert list(many) == few
    assert many[290:400] == tuple(few[290:])
    assert many[3] == few[3]
    assert len(many) == 300


def test_what_is_not_valid_on_a_day_is_not_offered(settings: Settings) -> None:
    first, second = settings.items[:2]
    ended = replace(first, until=date(2026, 11, 27))
    catalogue = Catalogue(settings.hall, [ended, second])
    assert not catalogue.turn_to(date(2026, 11, 27))
    assert catalogue.turn_to(date(2026, 11, 28))
    assert not catalogue.turn_to(date(2026, 11, 29))
    assert catalogue.items == (second,)
    assert catalogue.items_of(first.department) == (second,)
    assert catalogue.item(first.department, first.number) is None
    assert catalogue.turn_to(date(2026, 11, 27))
    assert catalogue.item(first.department, first.number) is ended
