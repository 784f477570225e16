"""What stands on a slip: everything, on any roll, whatever the words."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from sample_slip import MATERIALS, SLIP

from broker.domain.bitmaps import Bitmap
from broker.domain.ids import NO_ITEM, NO_REQUEST, RequestId, TicketId
from broker.domain.plan import Plan, Spot, ZoneArea
from broker.domain.slip_template import Flaw, read
from broker.domain.slips import slip_token
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import CutSlip, PaperLine, QrLine, RasterLine, Show, TextLine
from kiosk.issuing.events import Print
from kiosk.issuing.slips import Slips
from kiosk.printing.hall_map import HallMap
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.codec import encode
from kiosk.printing.models.escpos.layout import lay_out, lay_out_materials
from kiosk.printing.models.escpos.sheet import clean, columns, wrap
from kiosk.printing.slip import MaterialLine, MaterialsSlip, Roll, Slip
from tests.stages.halls import MORNING, small_hall

WORDS = st.text(max_size=80)
COLUMNS = {Roll.MM_58: 32, Roll.MM_80: 48}  # ASCII characters across, from the sheet


def texts(slip: Slip, roll: Roll) -> list[tuple[str, int]]:
    """Every line with its width multiple."""
    found, times = [], 1
    for command in lay_out(slip, roll):
        if isinstance(command, c.Size):
            times = command.width
        elif isinstance(command, c.Text):
            found.append((command.text, times))
    return found


def printed(slip: Slip | MaterialsSlip, roll: Roll, width: str) -> tuple[PaperLine, ...]:
    printer = MOCK.make(1, {"width": width, "chinese": "off"})
    lists = isinstance(slip, MaterialsSlip)
    laid_out = lay_out_materials(slip, roll) if lists else lay_out(slip, roll)
    data = b"".join(map(encode, laid_out))
    shown = [each for each in printer.feed(data, 0.0) if isinstance(each, Show)]
    (cut,) = (each.detail for each in shown)
    assert isinstance(cut, CutSlip)
    return cut.lines


@pytest.mark.parametrize(("roll", "width"), [(Roll.MM_58, "58"), (Roll.MM_80, "80")])
def test_everything_is_on_the_paper(roll: Roll, width: str) -> None:
    lines = printed(SLIP, roll, width)
    said = "\n".join(line.text for line in lines if isinstance(line, TextLine))
    for part in (
        SLIP.hall,
        SLIP.hall_en,
        "A012",
        "企业注册",
        "有限责任公司设立登记",
        "请到 企业注册区 3、4、5 号窗口",
        "Zone B, Windows 3, 4, 5",
        "前面还有 5 人",
        "5 ahead of you",
        "2026-03-02 09:41",
        SLIP.polite,
    ):
        assert part.replace(" ", "") in said.replace("\n", "").replace(" ", "")
    assert [line.data for line in lines if isinstance(line, QrLine)] == [SLIP.code]


def test_the_number_is_the_largest_thing() -> None:
    lines = [line for line in printed(SLIP, Roll.MM_58, "58") if isinstance(line, TextLine)]
    number = next(line for line in lines if line.text == "A012")
    assert (number.width, number.height) == (6, 6)
    assert all(line.height < 6 for line in lines if line is not number)


SET = [  # of the sample: text, times as wide, times as high, bold
    ("Zhenlai Government Service Hall", 1, 1, False),
    ("RULE", 1, 1, False),
    ("企业注册", 2, 2, True),
    ("Business registration", 1, 1, False),
    ("A012", 6, 6, True),
    ("补打 Reprint", 1, 1, True),
    ("有限责任公司设立登记", 1, 1, False),
    ("请到 企业注册区 3、4、5 号窗口", 1, 1, True),
    ("Zone B, Windows 3, 4, 5", 1, 1, False),
    ("前面还有 5 人", 1, 1, True),
    ("5 ahead of you", 1, 1, False),
    ("2026-03-02 09:41", 1, 1, False),
    ("RULE", 1, 1, False),
    ("请留意叫号，过号请到导办台", 1, 1, False),
    ("Please listen for your number", 1, 1, False),
]


@pytest.mark.parametrize(("roll", "wide"), [(Roll.MM_58, 1), (Roll.MM_80, 2)])
def test_what_is_large_and_what_is_bold(roll: Roll, wide: int) -> None:
    found, size, bold = [], c.Size(1, 1), False
    for command in lay_out(replace(SLIP, again=True), roll):
        match command:
            case c.Size():
                size = command
            case c.Bold():
                bold = command.on
            case c.Text():
                found.append((command.text, size.width, size.height, bold))
            case c.QrModule():
                assert (size, command.dots) == (c.Size(1, 1), 6)
    hall = ("镇赉县政务服务中心", wide, 2, True)  # 18 columns: twice as wide on the wide roll only
    rule = "-" * COLUMNS[roll]
    assert found == [hall, *((text.replace("RULE", rule), *rest) for text, *rest in SET)]


@pytest.mark.parametrize(("letters", "times"), [(4, 6), (8, 4), (10, 3), (17, 1), (40, 1)])
def test_a_number_is_as_large_as_it_fits(letters: int, times: int) -> None:
    number = "A" * letters
    lines = [line for line in texts(replace(SLIP, number=number), Roll.MM_58) if "AA" in line[0]]
    assert "".join(text for text, _ in lines) == number
    assert {size for _, size in lines} == {times}


def test_a_slip_sounds_only_where_the_hall_wants_it() -> None:
    for beep, tail in ((False, []), (True, [c.Beep(1, 2)])):
        silent = lay_out(SLIP, Roll.MM_80)
        assert [*silent, *tail] == [*lay_out(replace(SLIP, beep=beep), Roll.MM_80)]


def test_a_hall_with_a_long_name_keeps_it_on_one_line() -> None:
    first, *_ = printed(SLIP, Roll.MM_58, "58")
    assert isinstance(first, TextLine)
    assert first.text == SLIP.hall


@given(WORDS, WORDS, WORDS, WORDS, st.lists(st.integers(1, 999), max_size=60), st.booleans(), WORDS)
def test_nothing_is_cut_off(
    hall: str, queue: str, item: str, zone: str, windows: list[int], narrow: bool, number: str
) -> None:
    roll, width = (Roll.MM_58, "58") if narrow else (Roll.MM_80, "80")
    slip = replace(
        SLIP, hall=hall, queue=queue, item=item, zone=zone, windows=tuple(windows), number=number
    )
    for text, times in texts(slip, roll):
        assert columns(text) * times <= COLUMNS[roll]
    lines = printed(slip, roll, width)
    written = [line for line in lines if isinstance(line, TextLine)]
    assert not [line for line in written if line.wrapped]
    assert [line.text for line in written] == [text for text, _ in texts(slip, roll)]


@given(WORDS, st.integers(2, 48))
def test_wrapping_loses_only_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert all(0 < columns(line) <= width for line in lines)


def test_a_wrap_that_cuts_would_be_seen() -> None:
    # The control: a line that is one column too long does run over in the mock.
    printer = MOCK.make(1, {"width": "58"})
    printer.feed(b"x" * 33 + b"\n", 0.0)
    assert printer.look().hanging[0].wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("取号办事，请稍候", 8, ["取号办", "事，请稍", "候"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("  ", 4, []),
        ("第3、4号", 5, ["第3、", "4号"]),
        ("one two", 4, ["one", "two"]),
        ("one two", 5, ["one", "two"]),
        ("one ", 8, ["one"]),
        ("中文abc", 5, ["中文", "abc"]),
        ("a bc", 3, ["a", "bc"]),
        ("甲 ，", 3, ["甲", "，"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_characters_no_printer_has_are_marked_not_dropped() -> None:
    assert clean("𠂇野家😀 a\tb\x1b") == "〓野家〓 a b "


def test_a_slip_knows_its_zone_and_its_code() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(SLIP, at=datetime(2026, 3, 2, 9, 41))  # noqa: DTZ001  # the mistake under test
    with pytest.raises(ValueError, match="too fine"):
        lay_out(replace(SLIP, code="x" * 800), Roll.MM_58)


def test_a_slip_says_where_to_ask_in_both_languages() -> None:
    """Calls are shown, so nobody is told to listen for theirs."""
    hall = small_hall()
    slip = Slips(hall, lambda _department, _number: "", UTC).slip(WANTED)
    assert slip.polite.endswith(f"过号请到{hall.hall.guide_desk}")
    assert slip.polite_en.endswith(f"ask at {hall.hall.guide_desk_en}")
    assert "listen" not in slip.polite_en


@pytest.mark.parametrize(("roll", "width"), [(Roll.MM_58, "58"), (Roll.MM_80, "80")])
def test_a_list_of_materials_has_a_box_before_each(roll: Roll, width: str) -> None:
    lines = [line.text for line in printed(MATERIALS, roll, width) if isinstance(line, TextLine)]
    boxes = [line for line in lines if line.startswith("□ ")]
    assert boxes == ["□ 公司登记（备案）申请书", "□ 股东身份证明", "□ 住所使用证明"]
    said = "".join(lines).replace(" ", "")
    for part in (
        MATERIALS.item,
        MATERIALS.item_en,
        "原件1份，复印件2份",
        "法定代表人签字",
        "窗口领取",
        "0436-7220000",
        MATERIALS.where,
        "2026-03-0209:41",
    ):
        assert part.replace(" ", "") in said
    assert "示例" not in said
    sample = printed(replace(MATERIALS, example=True), roll, width)
    assert any("示例" in line.text for line in sample if isinstance(line, TextLine))


@pytest.mark.parametrize(("roll", "width"), [(Roll.MM_58, "58"), (Roll.MM_80, "80")])
def test_what_is_ticked_on_the_glass_is_ticked_on_paper(roll: Roll, width: str) -> None:
    one, *others = MATERIALS.materials
    listed = replace(MATERIALS, materials=(replace(one, ticked=True), *others))
    lines = [line.text for line in printed(listed, roll, width) if isinstance(line, TextLine)]
    assert [line for line in lines if line.startswith("[√] ")] == ["[√] 公司登记（备案）申请书"]
    assert len([line for line in lines if line.startswith("□ ")]) == len(others)


@given(WORDS, WORDS, WORDS, st.booleans())
def test_nothing_of_a_list_is_cut_off(name: str, issuer: str, note: str, narrow: bool) -> None:
    roll, width = (Roll.MM_58, "58") if narrow else (Roll.MM_80, "80")
    listed = replace(MATERIALS, materials=(MaterialLine(name, "原件 1 份", issuer, note),))
    lines = [line for line in printed(listed, roll, width) if isinstance(line, TextLine)]
    assert not [line for line in lines if line.wrapped]
    said = "".join(line.text for line in lines).replace(" ", "")
    for part in (name, issuer, note):
        assert clean(part).replace(" ", "") in said


def test_a_list_has_a_code_only_where_there_is_one() -> None:
    def codes(listed: MaterialsSlip) -> list[str]:
        lines = printed(listed, Roll.MM_58, "58")
        return [line.data for line in lines if isinstance(line, QrLine)]

    link = "https://hall.example/i/works/12"
    assert codes(MATERIALS) == []
    assert codes(replace(MATERIALS, code=link)) == [link]


def test_the_wait_and_a_mark_stand_where_there_are_any() -> None:
    said = "\n".join(text for text, _ in texts(SLIP, Roll.MM_58))
    assert "分钟" not in said
    told = replace(
        SLIP,
        wait="预计等候 10–20 分钟",
        wait_en="About 10–20 minutes",
        mark="备用号",
        mark_en="Spare number",
        again=True,
    )
    lines = [text for text, _ in texts(told, Roll.MM_80)]
    assert "备用号 Spare number  补打 Reprint" in lines
    assert lines.index("预计等候 10–20 分钟") == lines.index("前面还有 5 人") + 2
    assert "About 10–20 minutes" in lines


@pytest.mark.parametrize(
    ("code", "narrow", "wide"),
    [
        ("x" * 17, 6, 6),
        ("x" * 154, 6, 6),
        ("x" * 230, 6, 6),
        ("x" * 231, 5, 6),
        ("号" * 110, 5, 6),
        ("x" * 520, 4, 6),
    ],
)
def test_a_code_is_as_large_as_fits_with_its_quiet_paper(code: str, narrow: int, wide: int) -> None:
    for roll, dots in ((Roll.MM_58, narrow), (Roll.MM_80, wide)):
        commands = lay_out(replace(SLIP, code=code), roll)
        (module,) = [each.dots for each in commands if isinstance(each, c.QrModule)]
        modules = segno.make(code.encode(), error="l", boost_error=False, mode="byte")
        across = (modules.symbol_size(border=4)[0]) * module
        assert module == dots
        assert across <= COLUMNS[roll] * 12
        assert module == 6 or across + modules.symbol_size(border=4)[0] > COLUMNS[roll] * 12


WANTED = Print(
    job=RequestId("0190c0de00007000"),
    ticket=TicketId("20261123-A012"),
    number="A012",
    queue="qa",
    ahead=5,
    windows=(1,),
    item=NO_ITEM,
    priority=False,
    at=MORNING,
    reservation=RequestId("0190c0de00007000"),
)


def code_of(wanted: Print, public_url: str) -> str:
    hall = small_hall()
    building = structs.replace(hall.hall, public_url=public_url)
    there = structs.replace(hall, hall=building)
    return Slips(there, lambda _department, _number: "", UTC).slip(wanted).code


@pytest.mark.parametrize("public_url", ["https://hall.example/z", "https://hall.example/z/"])
def test_where_the_hall_has_pages_the_code_is_a_link_nobody_guesses(public_url: str) -> None:
    link = code_of(WANTED, public_url)
    head, token = link.rsplit("/", 1)
    assert head == "https://hall.example/z/t"
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{16}", token)  # 80 bits, no i, l, o, u
    assert code_of(structs.replace(WANTED, job=RequestId("again")), public_url) == link
    other = structs.replace(WANTED, reservation=RequestId("0190c0de00007001"))
    assert code_of(other, public_url) != link
    assert "A012" not in link


def test_the_token_is_the_digest_of_the_reservation() -> None:
    """As written down in the handbook, so that a page of somebody's can work it out."""
    digest = hashlib.sha256(b"slip 0190c0de00007000").digest()[:10]
    standard = base64.b32encode(digest).decode()
    alphabet = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
    assert slip_token(RequestId("0190c0de00007000")) == standard.translate(alphabet)


def test_where_it_has_none_a_phone_shows_words() -> None:
    for code in (
        code_of(WANTED, ""),
        code_of(structs.replace(WANTED, reservation=NO_REQUEST), "https://hall.example"),
    ):
        assert code.split("\n") == [
            "测试大厅",
            "A012 甲",
            "2026-11-23 01:00",
            "请到 主区 1 号窗口",
            "前面还有 5 人",
            "Main, Window 1",
        ]
        assert "20261123-A012" not in code


DOTS = Bitmap(2, bytes.fromhex("8001 4002 2004 1008"))


def test_a_template_says_what_stands_where() -> None:
    template = read("标志\nnumber\nspace\nbold 请坐 | Please sit\n文字 谢谢\nline")
    assert not any(isinstance(each, Flaw) for each in template)
    slip = replace(SLIP, logo=DOTS, template=template)
    found = [
        each for each in lay_out(slip, Roll.MM_58) if isinstance(each, c.Text | c.Raster | c.Bold)
    ]
    assert found == [
        c.Raster(DOTS, 1),
        c.Bold(True), c.Text("A012"),
        c.Bold(True), c.Text("请坐"), c.Bold(True), c.Text("Please sit"),
        c.Bold(False), c.Text("谢谢"),
        c.Bold(False), c.Text("-" * 32),
    ]  # fmt: skip


def test_a_spare_number_is_marked_whatever_the_template_says() -> None:
    """And says that nobody knows who is before it."""
    spare = replace(SLIP, number="A9001", ahead=None, mark="备用号", mark_en="Spare number")
    said = [text for text, _ in texts(spare, Roll.MM_80)]
    assert "备用号 Spare number" in said
    assert "前面人数暂不知道" in said
    assert "Nobody can say how many are ahead" in said
    assert not [each for each in said if "None" in each]
    template = read("number\ntime")
    assert not any(isinstance(each, Flaw) for each in template)
    short = [text for text, _ in texts(replace(spare, template=template), Roll.MM_58)]
    assert short == ["A9001", "备用号 Spare number", SLIP.printed_at]


MAP = HallMap(
    Plan(width=48, height=28),
    (ZoneArea(x=2, y=2, width=14, height=7),),
    Spot(x=24, y=20),
    ZoneArea(x=2, y=2, width=14, height=7),
)


@pytest.mark.parametrize(
    ("roll", "width", "dots"), [(Roll.MM_58, "58", 368), (Roll.MM_80, "80", 480)]
)
def test_a_map_is_printed_with_its_key(roll: Roll, width: str, dots: int) -> None:
    lines = printed(replace(SLIP, map=MAP), roll, width)
    at, picture = next((at, each) for at, each in enumerate(lines) if isinstance(each, RasterLine))
    assert len(picture.rows[0]) == dots
    key = [each.text for each in lines[at + 1 : at + 3] if isinstance(each, TextLine)]
    assert key == ["◎ 您在这里 You are here", "■ 企业注册区 Zone B"]
    assert not [each for each in printed(SLIP, roll, width) if isinstance(each, RasterLine)]


def test_a_map_takes_a_slow_line_no_longer_than_five_seconds() -> None:
    for roll in Roll:
        more = lay_out(replace(SLIP, map=MAP), roll)
        pictures = [encode(each) for each in more if isinstance(each, c.Raster)]
        assert len(pictures) == 1
        assert len(pictures[0]) / 960 < 5.0


def maps(**changes: object) -> HallMap | None:
    hall = small_hall()
    zones = tuple(structs.replace(each, area=MAP.target) for each in hall.zones)
    told = {"plan": MAP.plan, "zones": zones, "here": MAP.here, "windows": (1,), **changes}
    there = structs.replace(hall, plan=told["plan"], zones=told["zones"])
    slips = Slips(there, lambda _department, _number: "", UTC, cast(Any, told["here"]))
    return slips.slip(structs.replace(WANTED, windows=told["windows"])).map


def test_a_slip_has_a_map_where_all_is_known() -> None:
    assert maps() == MAP
    for unknown in ({"plan": None}, {"zones": small_hall().zones}, {"here": None}, {"windows": ()}):
        assert maps(**unknown) is None
