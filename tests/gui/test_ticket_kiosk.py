"""The ticket kiosk as a visitor meets it: fingers on glass, a real ledger behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from msgspec.structs import replace
from PySide6.QtQuick import QQuickItem

from broker.domain.hall import PriorityClass
from broker.domain.slips import SlotSide
from broker.domain.tickets.facts import WaitBasis
from broker.wire.messages import QueueState, WindowState, WindowStatus
from broker.wire.topics import Kind
from kiosk.printing.outcome import SlipGrowing
from kiosk.printing.trouble import PrinterTrouble
from kiosk.qt import qml_host
from kiosk.ticket.events import QueueChosen
from kiosk.ticket.screens import Search
from tests.gui.kiosk_rig import LANDSCAPE, PORTRAIT, Rig, found, kiosk, to_the_list
from tests.gui.theatre import texts
from tests.stages.halls import MORNING

EVENING = MORNING + timedelta(hours=10)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def crowd(rig: Rig) -> None:
    """People in every queue, and one department without a window."""
    for place, queue in enumerate(rig.settings.hall.queues):
        windows = tuple(each.number for each in rig.settings.hall.windows_of(queue.id))
        rig.desk.bus.publish(
            rig.desk.topics.queue(queue.id),
            QueueState(
                id=f"state-{place:04}",
                at=rig.clock.now(),
                queue=queue.id,
                waiting=(place * 7) % 15,
                issued=200,
                windows_open=() if queue.id == "machinery" else windows,
                seconds_each=240.0,
                low=12 if windows else 0,
                high=24 if windows else 0,
                basis=WaitBasis.TODAY if windows else WaitBasis.UNKNOWN,
            ),
            retain=True,
        )
    rig.pump()


def to_confirm(rig: Rig, department: str = "health") -> None:
    rig.touch("card-take")
    while rig.find(f"dept-{department}") is None:
        rig.touch("next")
    rig.touch(f"dept-{department}")
    to_the_list(rig)
    rig.touch("item-1")
    assert rig.page == "confirm"


def test_whoever_goes_before_is_told_no_longer_wait_than_the_others(rig: Rig) -> None:
    crowd(rig)
    to_confirm(rig)
    assert "12–24" in rig.text("range")
    rig.touch(f"group-{PriorityClass.DISABLED}")
    assert rig.text("range") == "约 24 分钟内"
    rig.touch(f"group-{PriorityClass.DISABLED}")
    assert "12–24" in rig.text("range")


def test_home_department_item_take_slip(rig: Rig) -> None:
    to_confirm(rig)
    rig.touch("take")
    assert rig.page == "printing"
    assert rig.tickets() == {"S001": "reserved"}
    (job,) = rig.printer.jobs
    assert (job.slip.number, job.slip.queue, job.slip.windows) == ("S001", "卫生", (17,))
    assert job.slip.item == rig.kiosk._catalogue.items_of("health")[0].name
    rig.printer.slip_out()
    rig.pump()
    assert rig.page == "ticket"
    assert rig.text("number") == "S001"
    assert rig.tickets() == {"S001": "waiting"}
    rig.wait(9)
    assert rig.page == "home"
    assert "S001" not in rig.words()


def test_a_double_tap_takes_one_number(rig: Rig) -> None:
    to_confirm(rig)
    rig.touch("take", times=2)
    rig.pump()
    assert rig.tickets() == {"S001": "reserved"}
    assert len(rig.printer.jobs) == 1


def test_two_taps_that_are_handled_late_are_still_a_double_tap(rig: Rig) -> None:
    """A machine that needs a second for a page comes to the second tap long after both."""
    where = rig.middle("card-take")
    came = rig.seconds + 1
    rig.seconds += 1.5
    rig.late_tap(where, came)
    rig.pump()
    assert rig.page == "choose"
    rig.seconds += 2.0
    rig.late_tap(where, came + 0.09)
    rig.pump()
    assert rig.page == "choose"


def test_a_finger_that_means_the_new_page_is_heard_on_a_slow_machine_too(rig: Rig) -> None:
    rig.touch("card-take")
    where = rig.middle("dept-health")
    rig.seconds += 3.0
    rig.late_tap(where, rig.seconds - 2.0)
    rig.pump()
    assert rig.page == "items"


def test_the_first_letter_typed_is_not_lost(rig: Rig) -> None:
    rig.touch("card-take")
    rig.touch("search")
    rig.seconds += 0.1
    rig.touch("key-W", steady=False)
    rig.touch("key-S", steady=False)
    assert rig.kiosk._conductor is not None
    screen = rig.kiosk._conductor.flow.screen
    assert isinstance(screen, Search)
    assert screen.text == "WS"


def test_a_page_is_there_whole_in_its_first_frame(rig: Rig) -> None:
    """The old page stays until the new one is drawn: no frame between them is empty."""
    crowd(rig)
    for way in ("card-take", "dept-health", "back", "search", "home", "card-guide", "home"):
        rig.touch(way)
        first = ink(rig)
        rig.wait_for_stillness()
        assert first > 0.9 * ink(rig), f"{way} → {rig.page}"


def ink(rig: Rig) -> int:
    """How much of the glass between the bars is not bare paper."""
    picture = rig.window.grabWindow()
    body = range(picture.height() // 8, picture.height() * 7 // 8, 7)
    bare = picture.pixelColor(2, picture.height() // 2)
    return sum(picture.pixelColor(x, y) != bare for y in body for x in range(0, picture.width(), 7))


def test_search_by_initials_leads_to_the_queue(rig: Rig) -> None:
    rig.touch("card-take")
    rig.touch("search")
    rig.type("wsxkz")
    assert "卫生许可证" in rig.words().replace("<b>", "").replace("</b>", "")
    rig.touch("erase")
    rig.touch("clear")
    rig.type("jzgc")
    rig.touch("item-1")
    assert rig.page == "confirm"


def test_the_guide_says_what_is_not_known(rig: Rig) -> None:
    rig.touch("card-guide")
    rig.touch("dept-culture")
    rig.touch("item-3")
    assert rig.page == "guidance"
    assert rig.words().count("还没有登记") == 1
    assert "导办台" in rig.text("told")
    assert "18 号窗口" in rig.words()
    rig.touch("take")
    assert rig.page == "confirm"


def test_paper_out_shows_the_number_until_it_is_noted(rig: Rig) -> None:
    to_confirm(rig)
    rig.touch("take")
    rig.printer.fail(PrinterTrouble.PAPER_OUT)
    rig.pump()
    assert rig.page == "remember"
    assert rig.text("number") == "S001"
    assert rig.find("code") is not None
    words = "镇赉县政务大厅\nS001 卫生\n2026-11-23\n前面没有人\n"
    words += "请到 17 号窗口附近等候\nPlease wait near window 17"
    code = segno.make_qr(words.encode(), error="m").png_data_uri(scale=8, border=4)
    assert rig.kiosk.shown.map.value("page")["code"] == code, "a phone shows words"
    assert "号码才有效" in rig.text("until")
    assert size(rig, "我已记下") >= max(size(rig, said) for said in ("没有打印", "号码才有效"))
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", "slip")
    assert "缺纸" in rig.desk.broker.retained[alert].decode()
    assert rig.tickets() == {"S001": "reserved"}
    rig.touch("remembered")
    assert rig.page == "ticket"
    assert rig.tickets() == {"S001": "waiting"}


def size(rig: Rig, said: str) -> int:
    """How large a text is that says so; the one that says the least of those."""
    found = [each for each in texts(rig.window) if said in each.property("text")]
    return int(min(found, key=lambda each: len(each.property("text"))).property("font").pixelSize())


def test_nobody_notes_the_number(rig: Rig) -> None:
    to_confirm(rig)
    rig.touch("take")
    rig.printer.fail(PrinterTrouble.PAPER_OUT)
    rig.pump()
    rig.wait(121)
    assert rig.page == "home"
    assert rig.tickets() == {"S001": "void"}


def test_a_printer_without_paper_is_known_before(rig: Rig) -> None:
    rig.printer.say(PrinterTrouble.PAPER_OUT)
    rig.pump()
    assert "不能打印小票" in rig.text("notice")
    to_confirm(rig)
    assert rig.find("no-paper") is not None
    rig.touch("take")
    assert rig.page == "remember"
    assert rig.printer.jobs == []


def test_the_server_is_away(tmp_path: Path) -> None:
    with kiosk(tmp_path, spare_numbers=0) as rig:
        to_confirm(rig)
        rig.desk.broker.down()
        rig.pump()
        rig.touch("take")
        assert rig.page == "cannot"
        assert "导办台" in rig.text("then")
        rig.touch("done")
        assert rig.page == "home"
        rig.desk.broker.up()
        rig.pump()
        to_confirm(rig)


def test_the_paper_grows_as_far_as_the_printer_has_it(rig: Rig) -> None:
    to_confirm(rig)
    rig.touch("take")
    paper = rig.find("paper")
    assert paper is not None
    for share, out in ((0.0, 0.1), (0.5, 0.475), (1.0, 0.85)):  # the last of it is the knife's
        rig.printer.heard(SlipGrowing(rig.printer.jobs[-1], share))
        rig.pump()
        tries = 0
        while abs(paper.property("out") - out) > 0.001:
            rig.wait_for_stillness()
            tries += 1
            assert tries < 20, paper.property("out")
    rig.printer.slip_out()
    rig.pump()
    assert rig.page == "ticket"


@pytest.mark.parametrize(
    ("slot", "arrow"), [("below", "arrow-down"), ("left", "arrow-left"), ("right", "arrow-right")]
)
def test_an_arrow_leads_to_where_the_slip_comes_out(slot: str, arrow: str, rig: Rig) -> None:
    rig.kiosk._post = replace(rig.kiosk._post, slot=SlotSide(slot))
    to_confirm(rig)
    rig.touch("take")
    rig.printer.slip_out()
    rig.pump()
    assert rig.text("last-word") == "请取走小票"
    icons = [rig.find(each) for each in ("to-the-left", "to-the-slot")]
    assert [each.property("name") for each in icons if each and each.isVisible()] == [arrow]


def test_the_server_goes_silent_and_its_number_is_voided(tmp_path: Path) -> None:
    with kiosk(tmp_path, spare_numbers=0) as rig:
        to_confirm(rig)
        served, rig.desk.broker.server = rig.desk.broker.server, None
        rig.touch("take")
        assert rig.page == "printing"
        rig.wait(12)
        assert rig.page == "cannot"
        rig.desk.broker.server = served
        rig.wait(61)
        rig.pump()
        assert rig.tickets() == {"S001": "void"}


def test_out_of_hours_nothing_is_given_and_it_says_when(tmp_path: Path) -> None:
    with kiosk(tmp_path, at=EVENING) as rig:
        for name in ("card-take", "card-queues", "queue-asking"):
            card = rig.find(name)
            assert card is not None
            assert card.property("closed")
        assert "明天 08:30" in rig.words()
        rig.touch("card-take")
        assert rig.page == "cannot"
        assert "明天 08:30" in rig.text("why")
        rig.touch("back")
        assert rig.page == "home"


def test_out_of_hours_common_matters_lead_to_what_they_need(tmp_path: Path) -> None:
    with kiosk(tmp_path, at=EVENING) as rig:
        guide, word = rig.find("card-guide"), rig.find("common-2")
        assert guide is not None
        assert not guide.property("closed")
        assert word is not None
        rig.touch("common-2")
        assert rig.page == "guidance"


def test_out_of_hours_guides_are_read_as_ever(tmp_path: Path) -> None:
    with kiosk(tmp_path, at=EVENING) as rig:
        rig.touch("card-guide")
        rig.touch("dept-health")
        rig.touch("item-1")
        assert rig.page == "guidance"


def test_the_quota_is_used_up(tmp_path: Path) -> None:
    with kiosk(tmp_path, daily_limit=1) as rig:
        to_confirm(rig)
        rig.touch("take")
        rig.printer.slip_out()
        rig.pump()
        rig.touch("done")
        rig.frame()
        rig.pump()
        assert rig.kiosk._conductor is not None
        rig.kiosk._conductor.tell(QueueChosen("health"))  # by whoever had not heard of it
        rig.pump()
        rig.touch("take")
        assert rig.page == "cannot"
        assert rig.text("why") == "今天的号已取完。"
        assert rig.tickets() == {"S001": "waiting"}
        rig.settle()
        rig.touch("done")
        rig.touch("card-take")
        assert "今日号已取完" in rig.words()
        rig.touch("dept-health")
        assert rig.page == "cannot"
        assert "明天 08:30" in rig.text("why")


def test_nobody_there_the_ring_then_home(rig: Rig) -> None:
    rig.touch("english")
    rig.touch("elder")
    rig.touch("card-take")
    rig.touch("search")
    rig.type("AB")
    rig.wait(61)
    assert rig.find("continue") is not None
    rig.touch("continue")
    assert rig.page == "search"
    rig.wait(61 + 16)
    assert rig.page == "home"
    assert "搜索事项" in rig.words()
    assert qml_host.singleton(rig.engine, "Theme").property("elder") is False


def test_english(rig: Rig) -> None:
    rig.touch("english")
    assert "Take a number" in rig.words()
    to_confirm(rig)
    rig.touch("take")
    rig.printer.slip_out()
    rig.pump()
    assert "Please take your slip" in rig.words()
    rig.wait(9)
    assert "取号办事" in rig.words()


def test_my_place_in_the_queue(rig: Rig) -> None:
    for _ in range(2):
        to_confirm(rig)
        rig.touch("take")
        rig.printer.slip_out()
        rig.pump()
        rig.touch("done")
    rig.settle()
    rig.touch("card-progress")
    rig.type("S002")
    assert rig.text("standing") == "前面还有 1 人"
    rig.touch("clear")
    rig.type("S009")
    assert rig.text("standing") == "今天还没有这个号码"


def test_called_and_missed_is_not_finished(rig: Rig) -> None:
    for status, number in (
        (WindowStatus.CALLED, "S001"),
        (WindowStatus.CALLED, "S002"),
        (WindowStatus.SERVING, "S002"),
        (WindowStatus.OPEN, ""),
    ):
        rig.kiosk._conductor.world.hear_window(  # type: ignore[union-attr]  # it has joined
            WindowState(id="state-01", at=MORNING, window=17, status=status, number=number)
        )
    rig.kiosk._conductor.world.hear_queue(  # type: ignore[union-attr]  # it has joined
        QueueState(id="state-02", at=MORNING, queue="health", waiting=0, issued=2)
    )
    rig.touch("card-progress")
    rig.type("S001")
    assert rig.text("standing") == "已经叫过，没有等到您"
    rig.touch("clear")
    rig.type("S002")
    assert rig.text("standing") == "已经办结"


def test_low_mode_keeps_every_key_in_the_lower_half(rig: Rig) -> None:
    rig.touch("low")
    crowd(rig)
    for name in ("card-take", "dept-health", "head-all", "item-1"):
        keys = [each for each in rig.seen() if rig._pressable(each)]
        assert keys
        tops = [each.mapRectToScene(each.boundingRect()).top() for each in keys]
        assert min(tops) >= rig.window.height() / 2 - 1
        while rig.find(name) is None:
            rig.touch("next")
        rig.touch(name)


def test_power_fails_while_printing(tmp_path: Path) -> None:
    with kiosk(tmp_path) as rig:
        to_confirm(rig)
        rig.touch("take")
        journal = (tmp_path / "kiosk-1-journal.json").read_bytes()
        assert b"S001" in journal
        rig.reboot()
        rig.pump()
        assert rig.page == "home"
        assert rig.tickets() == {"S001": "waiting"}
        assert (tmp_path / "kiosk-1-journal.json").read_bytes() == b"[]"


UPRIGHT = [
    (),
    ("english",),
    ("elder",),
    ("english", "elder"),
    ("low",),
    ("low", "elder", "english"),
]
LYING = [modes for modes in UPRIGHT if "low" not in modes]  # such a screen is low already
AT_EVERY_RUN = [(PORTRAIT, ("low", "elder", "english")), (LANDSCAPE, ("english",))]


def of_a_visit(screen: tuple[int, int, float], modes: tuple[str, ...]) -> object:
    """A case of the test below: all of them in `make torture`, for `test_for_everyone` measures
    each screen in each mode; the fullest upright and lying at every run."""
    always = (screen, modes) in AT_EVERY_RUN
    return pytest.param(
        *(screen, modes),
        id="-".join(("portrait" if screen is PORTRAIT else "landscape", *modes)),
        marks=() if always else pytest.mark.torture,
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("screen", "modes"),
    [
        *(of_a_visit(PORTRAIT, modes) for modes in UPRIGHT),
        *(of_a_visit(LANDSCAPE, modes) for modes in LYING),
    ],
)
def test_no_word_is_cut_off_and_every_key_is_large(
    tmp_path: Path, screen: tuple[int, int, float], modes: tuple[str, ...]
) -> None:
    with kiosk(tmp_path, screen) as rig:
        bad: list[str] = []

        def look() -> None:
            bad.extend(rig.flaws())

        def dress() -> None:
            rig.seconds += 1
            for mode in modes:
                rig.touch(mode)
            crowd(rig)

        dress()
        look()
        rig.touch("card-take")
        look()
        while rig.find("next") and rig.find("next").isEnabled():  # type: ignore[union-attr]  # found a moment ago
            rig.touch("next")
            look()
        rig.touch("search")
        look()
        for text in ("qqq", "sp"):
            rig.touch("clear")
            rig.type(text)
            look()
        rig.touch("home")
        rig.touch("card-guide")
        rig.touch("dept-construction")
        look()
        to_the_list(rig)
        for _ in range(13):
            rig.touch("next")
            look()
        rig.touch("item-1")
        look()
        rig.touch("take")
        look()
        crowd(rig)
        look()
        rig.touch("take")
        look()
        rig.printer.slip_out()
        look()
        rig.wait(9)
        dress()
        to_confirm(rig)
        rig.touch("take")
        rig.printer.fail(PrinterTrouble.CUTTER)
        rig.printer.say(PrinterTrouble.CUTTER)
        look()
        rig.touch("remembered")
        look()
        rig.wait(9)
        dress()
        to_confirm(rig)
        look()
        rig.touch("home")
        rig.touch("card-progress")
        for text in ("", "S001", "S999"):
            rig.touch("clear")
            rig.type(text)
            look()
        rig.desk.broker.down()
        rig.pump()
        rig.touch("home")
        look()
        rig.touch("card-take")
        rig.touch(next(name for name in rig.kiosk._touches if name.startswith("dept-")))
        to_the_list(rig)
        rig.touch("item-1")
        look()
        rig.wait(61)
        bad.extend(rig.cut_off())
        rig.touch("continue")
        rig.desk.broker.up()
        rig.clock.moment = EVENING
        rig.wait(1.1)
        rig.touch("home")
        look()
        rig.touch("card-take")
        look()
        assert "\n".join(sorted(set(bad))) == ""


def test_the_index_is_made_beside_the_screen(rig: Rig) -> None:
    rig.kiosk._finding = None
    rig.touch("card-take")
    rig.touch("search")
    assert "正在准备" in rig.text("search-word")
    rig.kiosk._found_out(found(rig.settings))
    rig.pump()
    assert "yyzz" in rig.text("search-word")


def test_a_page_is_made_once_and_shown_again(rig: Rig) -> None:
    """Each page that is made and destroyed leaves some memory behind, for ever."""

    def page() -> str:
        loader = rig.window.findChild(QQuickItem, "pages")
        assert loader is not None
        return str(loader.property("item")).partition(" at ")[0]  # Qt's item, not our wrapper

    shown = set()
    for _ in range(3):
        rig.touch("card-take")
        rig.touch("dept-health")
        shown.add(page())
        rig.touch("home")
    assert len(shown) == 1


def test_what_the_hall_tells_together_is_looked_at_together(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its start a kiosk hears of forty queues and windows at once, each a look."""
    looks: list[object] = []
    monkeypatch.setattr(rig.kiosk.shown, "take", looks.append)
    queues = [each.id for each in rig.settings.hall.queues]
    topics, at = rig.desk.topics, rig.clock.now()
    for key in queues:
        state = QueueState(id=f"told-{key}", at=at, queue=key, waiting=5, issued=9)
        rig.desk.bus.publish(topics.queue(key), state, retain=True)
    rig.pump()
    assert len(queues) > 20
    assert 1 <= len(looks) < 8
    assert rig.kiosk._conductor is not None
    world = rig.kiosk._conductor.world
    assert {world.queues[key].waiting for key in queues} == {5}
