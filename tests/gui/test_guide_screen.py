"""The guide on the glass: all of it can be read by turning leaves, in every mode, and nothing of it
is cut off."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF

from broker.domain.catalogue import Item
from broker.domain.guides import Material
from kiosk.printing.slip import MaterialsSlip
from kiosk.printing.trouble import PrinterTrouble
from kiosk.qt.line_ends import bare
from kiosk.ticket.screens import Guidance, GuideTab, Sample, Screen, TakeAway
from tests.gui.kiosk_rig import LANDSCAPE, PORTRAIT, Rig, kiosk
from tests.stages.guides import GUIDES, item

WIDE = (1920, 1080, 4.03)
GLASSES = {"portrait": PORTRAIT, "landscape": LANDSCAPE, "wide": WIDE}
MODES = [(), ("english",), ("elder",), ("english", "elder"), ("low",), ("low", "elder", "english")]
LARGEST = [("portrait", ()), ("portrait", ("low", "elder", "english")), ("landscape", ("elder",))]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def put(rig: Rig, screen: Screen) -> None:
    """The visitor has come to this screen."""
    assert rig.kiosk._conductor is not None
    rig.kiosk._conductor.flow._navigation.go(screen, rig.kiosk._conductor.moment())
    rig.kiosk.refresh()
    for _ in range(2):  # what is measured, then what follows from it
        rig.window.grabWindow()
        rig.pump()


def of(kind: str) -> Item:
    return item(kind, "health", "health")


def dress(rig: Rig, modes: tuple[str, ...]) -> None:
    rig.seconds += 1
    for mode in modes:
        rig.touch(mode)


def wrong(rig: Rig) -> list[str]:
    return [*rig.cut_off(), *rig.small_targets(), *rig.overlapping()]


def leaves(rig: Rig) -> Iterator[None]:
    """Each leaf of the tab in turn."""
    for _ in range(200):
        yield
        key = rig.find("next")
        if key is None or not key.isEnabled():
            return
        rig.touch("next")
    pytest.fail("there is no last leaf")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("modes", MODES, ids="-".join)
@pytest.mark.parametrize("glass", GLASSES)
def test_nothing_of_a_guide_is_cut_off_or_lies_on_another(
    tmp_path: Path, glass: str, modes: tuple[str, ...]
) -> None:
    if "low" in modes and glass != "portrait":
        pytest.skip("a landscape screen has no low mode: it is low already")
    with kiosk(tmp_path, GLASSES[glass]) as rig:
        dress(rig, modes)
        bad: list[str] = []
        for kind, tab in itertools.product(("full", "half", "empty"), GuideTab):
            put(rig, Guidance(of(kind), tab))
            for _ in leaves(rig):
                bad += wrong(rig)
        for screen in (TakeAway(of("full")), TakeAway(of("online")), Sample(of("full"), 0)):
            put(rig, screen)
            bad += wrong(rig)
        assert "\n".join(dict.fromkeys(bad)) == ""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("glass", "modes"), LARGEST)
def test_a_text_of_a_thousand_letters_is_read_leaf_by_leaf(
    tmp_path: Path, glass: str, modes: tuple[str, ...]
) -> None:
    with kiosk(tmp_path, GLASSES[glass]) as rig:
        dress(rig, modes)
        put(rig, Guidance(of("longest"), GuideTab.GROUNDS))
        read = ""
        for _ in leaves(rig):
            assert wrong(rig) == []
            read += "".join(pieces(rig))
        guide = GUIDES["longest"]
        assert guide.basis in read
        assert guide.conditions in read


def pieces(rig: Rig) -> Iterator[str]:
    """The texts on this leaf, from top to bottom; no heading of them."""
    shown = [
        each for each in rig.seen() if each.property("heading") is not None and each.height() > 0
    ]
    for each in sorted(shown, key=lambda each: each.y()):
        yield bare(str(each.property("text")))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("glass", "modes"), LARGEST)
def test_forty_materials_are_all_reached_and_can_be_ticked(
    tmp_path: Path, glass: str, modes: tuple[str, ...]
) -> None:
    with kiosk(tmp_path, GLASSES[glass]) as rig:
        dress(rig, modes)
        many = tuple(
            Material(f"第 {nth} 份材料的复印件", originals=1, note="加盖公章") for nth in range(40)
        )
        short = of("full")
        guide = replace(short.guide, materials=many)
        put(rig, Guidance(Item(1, "health", short.name, "health", guide=guide), GuideTab.MATERIALS))
        found: list[str] = []
        for _ in leaves(rig):
            assert wrong(rig) == []
            names = [each.objectName() for each in rig.seen()]
            found += [each for each in names if each.startswith("tick-")]
        assert sorted(found) == sorted(f"tick-{nth}" for nth in range(40))
        rig.touch(found[-1])
        assert "1/40" in rig.text("lead") or "1 of 40" in rig.text("lead")


def test_the_map_has_all_the_height_that_the_cards_leave(tmp_path: Path) -> None:
    """No band stands empty between them: in large letters the map is needed most."""
    with kiosk(tmp_path, PORTRAIT) as rig:
        dress(rig, ("elder",))
        listed = (each for each in rig.settings.items if each.guide.times)
        put(rig, Guidance(next(each for each in listed if each.department == "health")))
        plan, take = rig.find("map"), rig.find("take")
        assert plan is not None
        assert take is not None
        cards = [each for each in rig.seen() if each.objectName().startswith("tab-")]
        ends = max(each.mapToScene(QPointF(0, each.height())).y() for each in cards)
        empty = plan.mapToScene(QPointF(0, 0)).y() - ends
        assert 0 < empty < 1.6 * take.height()  # room for a pager, and no more
        rig.touch("english")
        assert (rig.find("map"), rig.find("next")) == (None, None)  # longer words: the cards alone


def test_a_tick_is_seen_and_what_is_missing_is_said(rig: Rig) -> None:
    put(rig, Guidance(of("full"), GuideTab.MATERIALS))
    for nth in (0, 1, 2):
        rig.touch(f"tick-{nth}")
    assert rig.text("lead") == "已备 3/6"
    assert "还有 1 种" in rig.text("told")
    rig.touch("tick-1")
    assert rig.text("lead") == "已备 2/6"
    rig.touch("take")
    assert rig.page == "confirm"


def test_from_a_card_to_its_tab_and_back_home(rig: Rig) -> None:
    put(rig, Guidance(of("full")))
    rig.touch("tab-fee")
    assert "不收费" in rig.words()
    rig.touch("tab-steps")
    assert "现场核查" in rig.words()
    rig.touch("home")
    assert rig.page == "home"


def test_a_list_is_printed_and_the_screen_says_how_far_it_is(rig: Rig) -> None:
    put(rig, Guidance(of("full"), GuideTab.MATERIALS))
    rig.touch("take-away")
    assert rig.page == "takeaway"
    assert rig.find("code") is not None
    rig.touch("print")
    assert rig.text("told") == "正在打印清单，请稍候"
    (job,) = rig.printer.jobs
    assert isinstance(job.slip, MaterialsSlip)
    assert len(job.slip.materials) == 6
    rig.printer.slip_out()
    rig.pump()
    assert rig.text("told") == "请取走清单"
    assert rig.tickets() == {}
    rig.touch("back")
    assert rig.page == "guidance"


def test_paper_runs_out_under_a_list(rig: Rig) -> None:
    put(rig, TakeAway(of("full")))
    rig.touch("print")
    rig.printer.fail(PrinterTrouble.PAPER_OUT)
    rig.printer.say(PrinterTrouble.PAPER_OUT)
    rig.pump()
    assert rig.text("told") == "清单没有打印出来，请扫二维码"
    key = rig.find("print")
    assert key is not None
    assert not key.isEnabled()
    assert rig.tickets() == {}


def test_a_map_of_sixty_millimetres_still_says_where_to_go(rig: Rig) -> None:
    put(rig, Guidance(of("full"), GuideTab.PLACE))
    found = next(each for each in rig.seen() if each.property("plan") is not None)
    holder = found.parentItem()
    holder.setWidth(60 * rig.px_per_mm)
    rig.pump()
    rig.window.grabWindow()
    assert "一般许可区" in rig.words()
    assert rig.overlapping() == []
    assert [each for each in rig.cut_off() if "许可区" in each or "在这里" in each] == []


@pytest.mark.timeout(60)
def test_a_map_settles_in_large_english_letters(rig: Rig) -> None:
    """A key of its legend took the room for names, and without names that key was not there: the
    screen never came to an end, and its program was started anew."""
    for name in ("card-guide", "dept-economy", "item-7", "english", "elder"):
        rig.touch(name)
    assert rig.page == "guidance"


@pytest.mark.timeout(60)
def test_a_map_settles_however_high_it_is(rig: Rig) -> None:
    """Of one too small for figures another key of the legend stands there, in fewer lines."""
    put(rig, Guidance(of("full"), GuideTab.PLACE))
    found = next(each for each in rig.seen() if each.property("plan") is not None)
    holder, legible = found.parentItem(), set()
    holder.setWidth(80 * rig.px_per_mm)
    for high in range(60, 130, 2):  # millimetres
        holder.setHeight(high * rig.px_per_mm)
        rig.pump()
        legible.add(found.property("legible"))
    assert legible == {False, True}, "or it says nothing"
