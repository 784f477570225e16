"""Names by how they begin: small groups, each with what tells it from the others."""

from __future__ import annotations

from kiosk.ticket.heads import common, heads, parted

NAMES = ("城市排水", "城市房屋登记", "城市房屋拆迁", "房产证", "城镇规划", "建设")


def test_groups_are_parted_where_they_differ_next_until_they_are_few() -> None:
    assert parted(NAMES, most=9, few=4) == ((0, 1, 2, 4), (3,), (5,))
    assert parted(NAMES, most=9, few=2) == ((0,), (1, 2), (4,), (3,), (5,))
    assert parted(NAMES, most=3, few=2) == ((0, 1, 2, 4), (3,), (5,))  # no room for more


def test_every_name_is_behind_one_key() -> None:
    for few in range(1, 5):
        places = [each for group in parted(NAMES, most=9, few=few) for each in group]
        assert sorted(places) == list(range(len(NAMES)))


def test_a_label_is_what_tells_a_group_from_the_others_and_holds_for_all_of_it() -> None:
    groups = parted(NAMES, most=9, few=2)
    labels = [each.label for each in heads(NAMES, groups, "", 2)]
    assert labels == ["城市排", "城市房", "城镇", "房产", "建设"]
    assert len(set(labels)) == len(groups)
    for head in heads(NAMES, groups, "", 2):
        assert all(NAMES[each].startswith(head.label) for each in head.places)


def test_what_all_have_in_common_is_on_no_label() -> None:
    names = NAMES[:3]
    assert common(names) == 2
    assert [each.label for each in heads(names, parted(names, 9, 1), "", 2)] == [
        "排水",
        "房屋登",
        "房屋拆",
    ]


def test_names_that_are_the_same_or_begin_another_are_lost_to_nobody() -> None:
    assert parted(("甲", "甲"), 9, 1) == ((0, 1),)
    assert parted(("甲", "甲乙"), 9, 1) == ((0,), (1,))


def test_english_is_parted_by_words() -> None:
    names = [each.split() for each in ("Fee for water", "Fee for paper", "Permit to fell trees")]
    groups = parted(names, 9, 1)
    assert groups == ((0,), (1,), (2,))
    assert [each.label for each in heads(names, groups, " ", 1)] == [
        "Fee for water",
        "Fee for paper",
        "Permit",
    ]
