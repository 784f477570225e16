"""Names by how they begin: small groups, each with what tells it from the others."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.ticket import heads as heads_module
from kiosk.ticket.heads import Name, common, heads, parted

NAMES = tuple(
    map(tuple, ("城市排水", "城市房屋登记", "城市房屋拆迁", "房产证", "城镇规划", "建设"))
)


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
        assert all("".join(NAMES[each]).startswith(head.label) for each in head.places)


def test_what_all_have_in_common_is_on_no_label() -> None:
    names = NAMES[:3]
    assert common(names) == 2
    assert [each.label for each in heads(names, parted(names, 9, 1), "", 2)] == [
        "排水",
        "房屋登",
        "房屋拆",
    ]


def test_names_that_are_the_same_or_begin_another_are_lost_to_nobody() -> None:
    assert parted((("甲",), ("甲",)), 9, 1) == ((0, 1),)
    assert parted((("甲",), ("甲", "乙")), 9, 1) == ((0,), (1,))


def test_english_is_parted_by_words() -> None:
    names = [
        tuple(each.split()) for each in ("Fee for water", "Fee for paper", "Permit to fell trees")
    ]
    groups = parted(names, 9, 1)
    assert groups == ((0,), (1,), (2,))
    assert [each.label for each in heads(names, groups, " ", 1)] == [
        "Fee for water",
        "Fee for paper",
        "Permit",
    ]


def made_up(many: int, seed: int, longest: int = 7) -> list[tuple[str, ...]]:
    dice = Random(seed)
    return [tuple(dice.choices("甲乙丙", k=dice.randint(1, longest))) for _ in range(many)]


@pytest.mark.parametrize("seed", range(30))
def test_a_label_goes_one_part_beyond_what_any_other_has_in_common_with_it(seed: int) -> None:
    """Each compared with each, as `heads` does not."""
    names = made_up(24, seed)
    for found in heads(names, parted(names, most=24, few=3), "", 1):
        theirs = [names[each] for each in found.places]
        others = [each for each in names if each not in theirs]
        apart = 1 + max((common([theirs[0], each]) for each in others), default=common(names))
        whole = "".join(theirs[0][common(names) : max(apart, common(names) + 1)])
        assert found.label in (whole, f"…{whole[-3:]}")


def test_names_of_a_large_department_are_not_compared_each_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 4,000 a kiosk thought for longer than a minute, and was ended as stuck."""
    names, compared = made_up(800, 1, longest=30), 0
    real = heads_module._alike

    def counted(one: Name, other: Name) -> int:
        nonlocal compared
        compared += 1
        return real(one, other)

    monkeypatch.setattr(heads_module, "_alike", counted)
    assert len(heads(names, parted(names, most=800, few=3), "", 2)) > 100
    assert compared < 10 * len(names)
