"""The pages of a guide: what is known stands in its place, what is not is said once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.catalogue import Item
from broker.domain.guides import Guide, GuideGroup, Handling, Material, Term
from broker.domain.kiosks import Kiosk
from broker.domain.plan import Plan, Spot, ZoneArea
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import GoTo, MaterialTicked
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.pages.guidance import GuidancePage, guidance
from kiosk.ticket.pages.guide_rows import SMALL_PIECE, pieces
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.pages.table import PAGES
from kiosk.ticket.pages.take_away import TakeAwayPage, take_away
from kiosk.ticket.printout import Printout
from kiosk.ticket.screens import HOME, PLAIN, Guidance, GuideTab, Sample, TakeAway
from kiosk.ticket.take_home import CODE_BYTES, code, counts
from kiosk.ticket.worldview import World
from kiosk.words import NOTHING, Wording
from tests.stages.guides import CARD, GUIDES, item
from tests.stages.halls import MORNING, small_hall

PLAN = Plan(width=40, height=20, doors=(Spot(x=40, y=10),), guide_desk=Spot(x=20, y=15))
AREA = ZoneArea(x=5, y=2, width=10, height=4)


def hall_with(plan: Plan | None = PLAN, area: ZoneArea | None = AREA) -> Any:
    hall = small_hall(plan=plan)
    zones = tuple(msgspec.structs.replace(each, area=area) for each in hall.zones)
    return msgspec.structs.replace(hall, zones=zones)


def scene(**changes: Any) -> Scene:
    hall = changes.pop("hall", hall_with())
    given: dict[str, Any] = {
        "hall": hall,
        "catalogue": Catalogue(hall, ()),
        "world": World(),
        "screen": HOME,
        "comfort": PLAIN,
        "seconds": 0.0,
        "local": MORNING,
        "spot": Spot(x=30, y=10),
    }
    return Scene(**{**given, **changes})


def shown(
    kind: str | Item, tab: GuideTab = GuideTab.OVERVIEW, seen: Scene | None = None
) -> GuidancePage:
    of = item(kind, "dept", "qa") if isinstance(kind, str) else kind
    page = guidance(Guidance(of, tab), seen or scene()).page
    assert isinstance(page, GuidancePage)
    return page


def tabs(page: GuidancePage) -> list[str]:
    return [each.name.removeprefix("tab-") for each in page.tabs]


def test_a_whole_guide_has_its_facts_and_all_its_tabs() -> None:
    page = shown("full")
    assert [each.value.zh for each in page.facts] == [
        "6 种",
        "10 个工作日内",
        "不收费",
        "1、2 号窗口",
        "示例许可证",
        "工作日 9:00–17:00",
    ]
    assert tabs(page) == [
        *("overview", "grounds", "materials", "steps", "fee", "place", "questions"),
    ]
    assert page.unknown == NOTHING
    assert (page.kind.zh, page.example) == ("承诺 10 工作日", True)


def test_what_is_unknown_is_said_once_and_has_no_card() -> None:
    page = shown("half")
    assert (
        page.unknown.zh == "还没有登记：设定依据、受理条件、办理流程、办理结果。需要帮助请到导办台"
    )
    assert page.unknown.en.startswith(
        "Not known here: legal basis, conditions, steps, what you receive. "
    )
    assert [each.value.zh for each in page.facts][:3] == ["1 种", "3 天内", "收费，标准没有登记"]
    assert tabs(page) == ["overview", "materials", "steps", "fee", "place"]
    for tab in (GuideTab.MATERIALS, GuideTab.STEPS, GuideTab.FEE, GuideTab.PLACE):
        assert shown("half", tab).unknown == NOTHING


def test_of_an_empty_guide_one_sentence_says_so() -> None:
    page = shown("empty")
    assert page.unknown.zh == "这个事项的办事指南还没有登记。需要帮助请到导办台"
    assert [each.icon for each in page.facts] == ["window", "bell"]
    assert not page.portable


def test_the_hall_says_what_is_shown_and_in_which_order() -> None:
    groups = (GuideGroup.QUESTIONS, GuideGroup.MATERIALS, GuideGroup.CONDITIONS)
    hall = hall_with()
    hall = msgspec.structs.replace(
        hall, catalogue=msgspec.structs.replace(hall.catalogue, groups=groups)
    )
    page = shown("full", seen=scene(hall=hall))
    assert tabs(page) == ["overview", "questions", "materials", "grounds"]
    assert [each.icon for each in page.facts] == ["document", "window", "bell"]
    grounds = shown("full", GuideTab.GROUNDS, scene(hall=hall)).texts
    assert [each.heading.zh for each in grounds if each.heading != NOTHING] == ["受理条件"]
    assert shown("half", seen=scene(hall=hall)).unknown.zh.startswith("还没有登记：受理条件。")


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        (Guide(charged=False), "不收费"),
        (Guide(charged=True), "收费，标准没有登记"),
        (Guide(charged=True, fee="每证 20 元"), "每证 20 元"),
        (Guide(fee="每证 20 元"), "每证 20 元"),
    ],
)
def test_a_fee_is_said_as_far_as_it_is_known(guide: Guide, said: str) -> None:
    of = replace(item("empty", "dept", "qa"), guide=guide)
    (fee,) = [each for each in shown(of).facts if each.icon == "coin"]
    assert fee.value.zh == said
    assert shown(of, GuideTab.FEE).texts[0].text.zh == said
    assert "收费" not in shown(of).unknown.zh


def test_a_fee_that_nobody_knows_has_no_card() -> None:
    assert "coin" not in [each.icon for each in shown("empty").facts]


@pytest.mark.parametrize(
    ("guide", "kind"),
    [
        (Guide(handling=Handling.AT_ONCE), "即办"),
        (Guide(promised=Term(0)), "即办"),
        (Guide(promised=Term(5)), "承诺 5 工作日"),
        (Guide(legal=Term(5)), ""),
    ],
)
def test_a_badge_says_what_is_promised(guide: Guide, kind: str) -> None:
    assert shown(replace(item("empty", "dept", "qa"), guide=guide)).kind.zh == kind


def test_materials_are_counted_and_say_who_issues_them() -> None:
    rows = shown("full", GuideTab.MATERIALS).materials
    assert rows[1].counts.zh == "原件 1 份、复印件 1 份；公安机关出具"
    assert rows[1].counts.en == "Originals: 1, Copies: 1; From 公安机关"
    assert rows[2].counts.zh == "复印件 2 份"
    assert rows[0].detail.zh == "现场领取或自行打印"
    assert [each.optional for each in rows] == [False] * 4 + [True] * 2
    assert counts(Material("样子")) == NOTHING


def test_a_picture_is_offered_only_where_there_is_one() -> None:
    seen = scene(samples={"form.png": "file:///form.png"})
    assert [each.sample for each in shown("full", GuideTab.MATERIALS, seen).materials] == [
        "sample-0",
        *[""] * 5,
    ]
    assert {each.sample for each in shown("full", GuideTab.MATERIALS).materials} == {""}
    made = PAGES[Sample].make(Sample(item("full", "dept", "qa"), 0), seen).page
    assert made.picture == "file:///form.png"  # type: ignore[attr-defined]  # a SamplePage


def test_ticks_are_counted_and_what_is_missing_is_said_gently() -> None:
    of = item("full", "dept", "qa")
    ticked = frozenset(MaterialTicked(of.id, nth) for nth in (0, 2, 4))
    other = frozenset({MaterialTicked(item("full", "dept", "qa", number=2).id, 1)})
    page = shown(of, GuideTab.MATERIALS, scene(ticks=ticked | other))
    assert page.lead.zh == "已备 3/6"
    assert [each.ticked for each in page.materials] == [True, False, True, False, True, False]
    assert page.missing.zh == "还有 2 种必备材料没有打勾，也可以先取号"
    assert page.takeable
    ready = frozenset(MaterialTicked(of.id, nth) for nth in range(4))
    assert shown(of, seen=scene(ticks=ready)).missing == NOTHING
    assert shown(of, seen=scene(ticks=other)).missing == NOTHING
    assert shown(of, GuideTab.MATERIALS).lead.zh == "已备 0/6，备好的请按一下打勾"


def test_steps_stand_in_their_order_and_the_last_leads_nowhere() -> None:
    page = shown("full", GuideTab.STEPS)
    assert [(each.nth, each.last) for each in page.steps][-2:] == [(4, False), (5, True)]
    assert page.lead.zh == "承诺时限 10 个工作日内，法定时限 20 个工作日内"
    assert page.steps[0].term.zh == "当场办结"
    grounds = shown("full", GuideTab.GROUNDS).texts
    assert "现场核查的时间不计" in "".join(each.text.zh for each in grounds)


def test_english_marks_what_is_in_chinese_only() -> None:
    assert shown("full").label == Wording("公共场所卫生许可证核发", "Licence for public places")
    assert shown("full").foreign == Wording("", "In Chinese")
    assert shown("half").label.en == "公共场所卫生许可证核发"
    assert shown("half").foreign == Wording("", "Chinese name")


def test_an_item_that_no_queue_takes_can_be_read_and_no_number_taken() -> None:
    page = shown(replace(item("full", "dept", ""), queue=""))
    assert not page.takeable
    assert page.map is None
    assert "window" not in [each.icon for each in page.facts]


def test_the_map_shows_the_way_from_this_kiosk_to_the_zone() -> None:
    found = shown("full").map
    assert found is not None
    assert [each.chosen for each in found.zones] == [True]
    assert (found.here.x, found.here.y) == (30, 10)  # type: ignore[union-attr]  # it is there
    assert [(each.x, each.y) for each in (found.way[0], found.way[-1])] == [(30, 10), (15, 4)]
    assert len(found.doors) == 1
    assert found.desk is not None


@pytest.mark.parametrize(
    "hall",
    [hall_with(plan=None), hall_with(area=None), hall_with(plan=None, area=None)],
    ids=["no plan", "no area", "neither"],
)
def test_without_a_plan_there_is_no_map(hall: Any) -> None:
    page = shown("full", seen=scene(hall=hall))
    assert page.map is None
    assert page.lead == NOTHING


def test_a_kiosk_that_says_not_where_it_stands_has_a_map_without_a_way() -> None:
    found = shown("full", seen=scene(spot=None)).map
    assert found is not None
    assert (found.here, found.way) == (None, ())
    assert Kiosk(id="kiosk", line="printer").spot is None


def test_names_and_notes_of_any_length_go_on_in_rows_below() -> None:
    guide, seen = GUIDES["longest"], scene(glass=GlassSize(476.5, 268.0))
    rows = shown("longest", GuideTab.MATERIALS, seen).materials
    assert [each.name for each in rows if each.name] == [f"tick-{nth}" for nth in range(40)]
    told = "".join(f"{each.label.zh}{each.detail.zh}" for each in rows)
    every = guide.materials
    assert told == "".join(f"{each.name}{each.issuer}出具{each.note}" for each in every)
    assert {each.counts.zh for each in rows if each.name} == {"原件 99 份、复印件 99 份"}
    assert max(len(each.label.zh) + len(each.detail.zh) for each in rows) <= 2 * SMALL_PIECE
    boxes = shown("longest", GuideTab.STEPS, seen).steps
    assert [each.nth for each in boxes if each.nth] == list(range(1, 13))
    told = "".join(f"{each.label.zh}{each.note.zh}" for each in boxes)
    assert told == "".join(f"{each.name}{each.note}" for each in guide.steps)
    arrows = [nth for nth, each in enumerate(boxes) if not each.last]
    following = [nth - 1 for nth, each in enumerate(boxes) if each.nth > 1]
    assert arrows == following  # one before each next step, none within a step


@given(st.text(), st.integers(1, 60))
def test_no_letter_of_a_text_is_lost_in_its_pieces(text: str, most: int) -> None:
    cut = pieces(text, most)
    assert all(0 < len(each) <= most for each in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_a_text_is_cut_at_ends_of_sentences() -> None:
    assert pieces("一二三。四五六；七八九。", 8) == ("一二三。四五六；", "七八九。")
    assert pieces("一二三四五六七八九", 4) == ("一二三四", "五六七八", "九")
    assert pieces("第一行\n第二行", 40) == ("第一行", "第二行")
    assert pieces(" \n ", 40) == ()


def test_the_longest_texts_come_in_pieces_that_fit_a_leaf() -> None:
    rows = shown("longest", GuideTab.GROUNDS, scene(glass=GlassSize(476.5, 268.0))).texts
    told = [each.text.zh for each in rows if each.heading.zh in ("", "设定依据", "受理条件")]
    assert max(map(len, told)) <= SMALL_PIECE
    for text in (GUIDES["longest"].basis, GUIDES["longest"].conditions):
        assert text in "".join(told)


@pytest.mark.parametrize("kind", GUIDES)
@pytest.mark.parametrize("tab", GuideTab)
def test_every_tab_of_every_guide_is_made_and_every_touch_means_something(
    kind: str, tab: GuideTab
) -> None:
    of = item(kind, "dept", "qa")
    made = guidance(Guidance(of, tab), scene(samples={"form.png": "file:///f", "0.png": "x"}))
    page = made.page
    assert isinstance(page, GuidancePage)
    names = [each.name for each in (*page.tabs, *page.facts, *page.materials) if each.name]
    names += [each.sample for each in page.materials if each.sample]
    assert set(names) <= set(made.touches)
    shows = bool(page.facts or page.materials or page.steps or page.texts)
    assert shows
    chosen = [each.name for each in page.tabs if each.chosen]
    there = f"tab-{tab}" in [each.name for each in page.tabs]
    assert chosen == [f"tab-{tab}" if there else "tab-overview"]
    for name in (each for each in names if each.startswith("tab-")):
        touch = made.touches[name]
        assert isinstance(touch, GoTo)
        assert isinstance(touch.screen, Guidance)


# to take home


def test_a_phone_reads_what_to_bring_in_plain_words() -> None:
    said = code(item("full", "dept", "qa"), hall_with())
    assert said.splitlines()[:3] == ["测试大厅", "公共场所卫生许可证核发", "（示例）"]
    assert "□ 经营者身份证 原件 1 份、复印件 1 份" in said
    assert said.splitlines()[-2:] == ["主区 1、2 号窗口", "咨询电话 0000-1234567"]


def test_an_item_with_a_page_on_the_net_has_its_link() -> None:
    assert code(item("online", "dept", "qa"), hall_with()) == CARD.online


def test_more_than_a_code_has_room_for_is_counted() -> None:
    said = code(item("longest", "dept", "qa"), hall_with())
    assert len(said.encode()) <= CODE_BYTES
    assert "……还有 " in said
    left = int(said.split("……还有 ")[1].split(" ")[0])
    assert left + said.count("□") == 40


@pytest.mark.parametrize(
    ("sheet", "trouble", "said", "printable"),
    [
        (Printout.NONE, "", "也可以打印一张清单", True),
        (Printout.NONE, "paper-out", "现在不能打印，请扫二维码", False),
        (Printout.PRINTING, "", "正在打印清单，请稍候", False),
        (Printout.OUT, "", "请取走清单", True),
        (Printout.LOST, "paper-out", "清单没有打印出来，请扫二维码", False),
    ],
)
def test_what_became_of_the_paper_is_said_honestly(
    sheet: Printout, trouble: str, said: str, printable: bool
) -> None:
    made: Callable[..., Any] = take_away
    page = made(TakeAway(item("full", "dept", "qa"), sheet), scene(printer_trouble=trouble)).page
    assert isinstance(page, TakeAwayPage)
    assert (page.told.zh, page.printable) == (said, printable)
    assert page.code.startswith("data:image/png")
