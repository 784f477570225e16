"""A text that was written to be read, as it is said. What is expected was written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.sound.saying import Tongue, digits, number, said

NUMBERS = {
    0: "零", 1: "一", 2: "二", 10: "十", 11: "十一", 12: "十二", 20: "二十", 21: "二十一",
    100: "一百", 101: "一百零一", 110: "一百一十", 117: "一百一十七", 1002: "一千零二",
    1010: "一千零一十", 20_000: "二万", 10_001: "一万零一", 120_345: "十二万零三百四十五",
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), NUMBERS.items())
def test_a_quantity_is_said_as_a_number(value: int, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("A001", "A 零零一"), ("A010", "A 零一零"), ("A012", "A 零一二"), ("A100", "A 一零零"),
        ("A111", "A 一一一"), ("B2012", "B 二零一二"), ("AB007", "A B 零零七"),
    ],
)  # fmt: skip
def test_a_ticket_is_said_digit_by_digit(code: str, words: str) -> None:
    assert said(code, Tongue.ZH) == words
    assert said(code, Tongue.EN) == " ".join(code)


def test_one_may_be_said_as_over_the_telephone() -> None:
    assert said("A111", Tongue.ZH, one="幺") == "A 幺幺幺"
    assert digits("101", "幺") == "幺零幺"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("约 12–25 分钟", "约 十二到二十五 分钟"),
        ("前面还有 2 人", "前面还有 两 人"),
        ("2 号窗口", "二 号窗口"),
        ("第 2 页，共 12 页", "第 二 页，共 十二 页"),
        ("2、11、12 号窗口", "二、十一、十二 号窗口"),
        ("今日取号时间 08:30–11:30", "今日取号时间 八点三十分到十一点三十分"),
        ("14:05 开放", "十四点零五分 开放"),
        ("2:00 开放", "两点 开放"),
        ("2026年11月23日", "二零二六年十一月二十三日"),
        ("收费 5.50 元", "收费 五点五零 元"),
        ("120 元", "一百二十 元"),
        ("咨询电话 0436-7223456", "咨询电话 零四三六七二二三四五六"),
        ("请拨打 12345", "请拨打 一二三四五"),
        ("已读证：张* 110101********0015", "已读证："),
        ("您的号码 · 企业登记", "您的号码，企业登记"),
    ],
)
def test_chinese_is_said_as_people_say_it(written: str, spoken: str) -> None:
    assert said(written, Tongue.ZH) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("About 12–25 minutes", "About 12 to 25 minutes"),
        ("Card read: 张* 110101********0015", "Card read:"),
        ("Telephone 0436-7223456", "Telephone 0 4 3 6 7 2 2 3 4 5 6"),
        ("Window 2", "Window 2"),
    ],
)
def test_english_leaves_numbers_to_the_voice(written: str, spoken: str) -> None:
    assert said(written, Tongue.EN) == spoken


@given(st.integers(0, 10**12 - 1))
def test_every_number_can_be_said_and_none_like_another(value: int) -> None:
    assert _back(number(value)) == value


@given(st.text(max_size=60))
def test_any_text_is_said_and_nothing_masked_is(text: str) -> None:
    for tongue in Tongue:
        assert "*" not in said(text, tongue)


def _back(words: str) -> int:
    """What a Chinese number means, read by its places."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if name in words:
            high, low = words.rsplit(name, 1) if size == 10**4 else words.split(name, 1)
            return _back(high) * size + (_back(low) if low else 0)
    total, digit = 0, 0
    for each in words:
        if each in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[each]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(each)
    return total + digit


@pytest.mark.parametrize(
    ("clock", "words"), [("9:09", "九点零九分"), ("10:10", "十点十分"), ("14:00", "十四点")]
)
def test_a_nought_is_said_before_minutes_of_one_figure_alone(clock: str, words: str) -> None:
    assert said(clock, Tongue.ZH) == words
