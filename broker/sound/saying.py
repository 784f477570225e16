"""A text that was written to be read, as people say it: numbers, times, money, codes. Pure.

A voice says what stands there, and each in its own way; so what has two readings is written out.
In Chinese a code (a ticket, a telephone) is said digit by digit and a quantity as a number, two of
something as 两 (standards of the language commission); in English an engine knows numbers, and only
codes and ranges are taken apart.

What is masked on the screen (张*, 110101********0015) is not said at all: a loudspeaker has more
listeners than a screen has readers.
"""

from __future__ import annotations

import re
from enum import StrEnum

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ((100_000_000, "亿"), (10_000, "万"))
_MEASURES = "人位个分钟天年周种份张页项条件次家层块元楼小时"
_MASKED = re.compile(r"[^\s：:，,。、（(]*\*+[^\s：:，,。、）)]*")
_GAPS = re.compile(r"\s*[·|/→＞>]\s*")
_RANGE = re.compile(r"(?<=\d)\s*[–—~～-]\s*(?=\d)")
_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3})(\d{2,})(?![A-Za-z0-9])")
_TELEPHONE = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-–]\d{5,}|\d{7,}|123(?:45|15|33|48|66|89))(?![\d.])"
)
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=\s*年)")
_NUMBER = re.compile(r"(?<![\d.])(\d+)(?:\.(\d+))?")
_SPACES = re.compile(r"[ \t\u3000]+")


class Tongue(StrEnum):
    """A language that is spoken, by its code."""

    ZH = "zh"
    EN = "en"


def said(text: str, tongue: Tongue, one: str = "一") -> str:
    """`text` as it is said; "" where nothing of it is. `one` is how the digit 1 of a code is said:
    一, or 幺 as over the telephone."""
    text = _GAPS.sub("，" if tongue is Tongue.ZH else ", ", _MASKED.sub("", text))
    text = _in_chinese(text, one) if tongue is Tongue.ZH else _in_english(text)
    return _SPACES.sub(" ", text).strip(" ,，")


def digits(code: str, one: str = "一") -> str:
    """A code digit by digit, in Chinese; letters stay."""
    return "".join(
        one if each == "1" else _DIGITS[int(each)] if each in "0123456789" else each
        for each in code
    )


def number(value: int) -> str:
    """A quantity or an ordinal in Chinese: 12 is 十二, 110 is 一百一十. From 0 to below 10^12."""
    for size, name in _MYRIADS:
        if value >= size:
            high, rest = divmod(value, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return number(high) + name + gap + (number(rest) if rest else "")
    if 10 <= value < 20:
        return "十" + (_DIGITS[value - 10] if value > 10 else "")
    return _below_myriad(value)


def _below_myriad(value: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = bool(words) and not digit
    return words or _DIGITS[0]


def _in_chinese(text: str, one: str) -> str:
    text = _TELEPHONE.sub(lambda found: digits(re.sub(r"\D", "", found[0]), one), text)
    text = _CODE.sub(lambda found: f"{' '.join(found[1])} {digits(found[2], one)}", text)
    text = _TIME.sub(_clock, _RANGE.sub("到", text))
    text = _YEAR.sub(lambda found: digits(found[1]), text)
    return _NUMBER.sub(lambda found: _quantity(found, one), text)


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    spoken = f"{'两' if hour == 2 else number(hour)}点"  # two o'clock is 两点
    if minute:
        spoken += ("零" if minute < len(_DIGITS) else "") + number(minute) + "分"
    return spoken


def _quantity(found: re.Match[str], one: str) -> str:
    whole, part = found[1], found[2]
    if part is not None:
        return f"{number(int(whole))}点{digits(part)}"
    if (whole.startswith("0") and len(whole) > 1) or len(whole) > len("999999999999"):
        return digits(whole, one)
    before, behind = found.string[: found.start()], found.string[found.end() :].lstrip(" ")
    ordinal = before.rstrip(" ").endswith("第")
    if whole == "2" and behind[:1] and behind[0] in _MEASURES and not ordinal:
        return "两"
    return number(int(whole))


def _in_english(text: str) -> str:
    text = _TELEPHONE.sub(lambda found: " ".join(re.sub(r"\D", "", found[0])), text)
    text = _CODE.sub(lambda found: " ".join(found[1] + found[2]), text)
    return _RANGE.sub(" to ", text)
