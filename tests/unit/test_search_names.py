"""Items found by what people call them, by English words, and common ones first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from kiosk.ticket.english_words import EnglishWords
from kiosk.ticket.search import Hits, ItemSearch, all_names
from kiosk.words.name_row import NameRow, members
from kiosk.words.spelling import spelling

ITEMS = (
    Item(1, "d", "房屋登记档案查询", "q", "Search of records of houses", ("查档",)),
    Item(2, "d", "不动产权属登记", "q", "Registration of real estate", ("房产证", "房照")),
    Item(3, "d", "核发机动车驾驶证", "q", "Driving licences", ("驾照", "驾驶证")),
    Item(4, "p", "拖拉机驾驶证核发", "q", "Licences to drive tractors", ("拖拉机本",)),
)
WORDS = (
    CommonWord("驾照", (("p", 4), ("d", 3))),
    CommonWord("过户", (("d", 2), ("d", 1))),
    CommonWord("身份证", (), "派出所", "At police stations"),
)
NAMES = {name: spelling(name) for name in all_names(ITEMS, WORDS)}
SEARCH = ItemSearch(ITEMS, NAMES, WORDS)


def found(hits: Hits) -> list[tuple[int, str, str]]:
    """Number, the name that matches, and what of it does."""
    return [(hit.item.number, hit.called, hit.called[slice(*hit.mark)]) for hit in hits]


def test_what_people_call_it_finds_it_and_is_said() -> None:
    assert found(SEARCH.find("fcz")) == [(2, "房产证", "房产证")]
    assert found(SEARCH.find("fangzhao")) == [(2, "房照", "房照")]
    assert found(SEARCH.find("房产")) == [(2, "房产证", "房产")]


def test_an_item_that_matches_twice_stands_there_once() -> None:
    hits = SEARCH.find("jsz")
    assert (
        found(hits) == [(3, "核发机动车驾驶证", "驾驶证"), (4, "拖拉机驾驶证核发", "驾驶证")][::-1]
    )
    assert len(hits) == 2


def test_a_name_that_holds_what_people_say_is_shown_itself() -> None:
    assert found(SEARCH.find("jiashizheng"))[1] == (3, "核发机动车驾驶证", "驾驶证")


def test_a_common_word_typed_whole_leads_to_the_likeliest_first() -> None:
    assert [number for number, *_ in found(SEARCH.find("jz"))] == [4, 3]
    assert [number for number, *_ in found(SEARCH.find("guohu"))] == [2, 1]
    other = ItemSearch(ITEMS, NAMES, (CommonWord("驾照", (("d", 3), ("p", 4))), *WORDS[1:]))
    assert [number for number, *_ in found(other.find("jz"))] == [3, 4]


def test_common_items_come_before_others_that_begin_as_late() -> None:
    items = (Item(1, "d", "一号事项", "q"), Item(2, "d", "二号事项", "q"))
    spelt = {name: spelling(name) for name in ("一号事项", "二号事项", "二")}
    plain = ItemSearch(items, spelt)
    common = ItemSearch(items, spelt, (CommonWord("二", (("d", 2),)),))
    assert [hit.item.number for hit in plain.find("hsx")] == [1, 2]
    assert [hit.item.number for hit in common.find("hsx")] == [2, 1]


def test_what_the_hall_does_not_do_is_known_at_two_characters_of_which_one_is_written() -> None:
    for text in ("身f", "身fen", "身份", "身份z"):
        assert [each.instead for each in SEARCH.begun(text)] == ["派出所"], text
    for text in ("", "s", "sf", "shenfen", "身", "份z", "身x"):
        assert SEARCH.begun(text) == (), text


def test_what_the_hall_does_not_do_is_known_by_its_whole_word() -> None:
    for text in ("sfz", "shenfz", "shenfenzheng", "身份证", "身fz"):
        assert [each.instead for each in SEARCH.meant(text)] == ["派出所"], text
    for text in ("", "s", "sf", "shen", "shenfen", "sfzh1", "份证"):
        assert SEARCH.meant(text) == (), text


def test_english_finds_the_beginning_of_any_word() -> None:
    assert found(SEARCH.find_english("licen")) == [
        (4, "Licences to drive tractors", "Licen"),
        (3, "Driving licences", "licen"),
    ]
    assert found(SEARCH.find_english("real estate")) == [
        (2, "Registration of real estate", "real estate")
    ]
    assert found(SEARCH.find_english("ESTATE")) == [(2, "Registration of real estate", "estate")]


def test_in_english_pinyin_and_numbers_still_find_what_no_word_does() -> None:
    assert found(SEARCH.find_english("fcz")) == found(SEARCH.find("fcz"))
    assert [each.item.number for each in SEARCH.find_english("3")] == [3]
    assert len(SEARCH.find_english("")) == 0
    assert len(SEARCH.find_english("zzzz")) == 0


def test_small_words_are_not_looked_for() -> None:
    assert EnglishWords(("Search of records",)).find("of") == ()
    assert EnglishWords(("Search of records",)).find("searchofr") == (0,)


LETTERS = st.text("ab c-'", min_size=1, max_size=12)


@given(st.lists(LETTERS, max_size=6), st.text("abc", min_size=1, max_size=5))
def test_a_word_that_is_found_is_marked_where_it_stands(names: list[str], wanted: str) -> None:
    index = EnglishWords(names)
    for nth in index._in_a_row(wanted):
        begins, ends = index.mark(nth, wanted)
        assert "".join(filter(str.isalnum, names[nth][begins:ends])) == wanted
        assert begins == 0 or not names[nth][begins - 1].isalpha()


@given(st.sets(st.integers(0, 300)))
def test_a_set_of_places_gives_its_members_in_order(places: set[int]) -> None:
    assert list(members(sum(1 << each for each in places))) == sorted(places)


TEXTS = st.text("银行绿的、证一", min_size=1, max_size=5)


@given(
    st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=3)), min_size=1, max_size=5),
    st.text("yinhanglvdezs1证", min_size=1, max_size=6),
)
def test_the_index_finds_each_item_once_and_by_one_of_its_names(
    told: list[tuple[str, list[str]]], wanted: str
) -> None:
    from kiosk.words.spelling import mark, typed

    items = [
        Item(9 + nth, "d", name, "q", "", tuple(others)) for nth, (name, others) in enumerate(told)
    ]
    spelt = {name: spelling(name) for name in all_names(items)}
    hits = list(ItemSearch(items, spelt).find(wanted))
    matching = [
        item.number
        for item in items
        if any(mark(spelt[name], typed(wanted)) for name in (item.name, *item.synonyms))
    ]
    by_name = [hit for hit in hits if hit.called]
    assert sorted(hit.item.number for hit in by_name) == matching
    for hit in by_name:
        assert hit.mark == mark(spelt[hit.called], typed(wanted))


def test_a_hall_without_words_finds_none() -> None:
    assert NameRow([]).starts("a") == 0


@pytest.mark.parametrize(
    "typed", ["drivinglicence", "licencedriv", "licencetodrive", "driverslicen"]
)
def test_english_words_are_found_in_any_order_and_form(typed: str) -> None:
    names = ("Search of records", "Licence to drive", "Licences of fishing boats", "Drivers' club")
    assert EnglishWords(names).find(typed) == (1,)
    assert EnglishWords(names).find("fishinglicence") == (2,)
    assert EnglishWords(names).find("drivingboats") == ()


def test_words_that_stand_apart_are_marked_nowhere() -> None:
    assert EnglishWords(("Licence to drive",)).mark(0, "drivinglicence") == (0, 0)


def test_many_letters_of_nothing_cost_little() -> None:
    names = [f"{a}{b} licence" for a in "abcdefgh" for b in "abcdefgh"]
    assert EnglishWords(names).find("yx" * 500) == ()


def alike(*names: str) -> ItemSearch:
    items = [Item(nth, "d", name, "q") for nth, name in enumerate(names, 1)]
    return ItemSearch(items, {name: spelling(name) for name in names})


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zuce", ["注册公司"]),  # z for zh
        ("sizang", ["市长信箱"]),  # s for sh, z for zh
        ("yinglan", ["银栏"]),  # ng for n
        ("liulai", ["牛奶许可"]),  # l for n
        ("shichang", ["市场登记", "四场演出"]),  # the exact one before
    ],
)
def test_what_sounds_alike_is_found_behind_what_is_spelt_so(typed: str, names: list[str]) -> None:
    search = alike("四场演出", "注册公司", "市长信箱", "银栏", "牛奶许可", "市场登记")
    assert [each.item.name for each in search.find(typed)][: len(names)] == names


def test_a_sound_is_compared_from_four_letters_on_and_marked_where_it_stands() -> None:
    search = alike("注册公司")
    assert len(search.find("zuc")) == 0
    (hit,) = search.find("zuce")
    assert hit.mark == (0, 2)
