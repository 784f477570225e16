"""What stands in one cell, as a value. Each raises `CellError` where it is none. Pure.

Portals keep the texts of a guide as pieces of web pages, often escaped once too often. What only
draws is left out, what parts paragraphs becomes a line end; a `<` of the text itself stays. A text
that was read once reads the same again, so what is exported comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from broker.domain.guides import Term, TermUnit
from broker.domain.text.judging import cleaned, first_hidden, flaw
from broker.domain.text.written_days import written_day

LONGEST_TEXT = 2000  # characters of a text of several lines
LONGEST_LINE = 300
LONGEST_CELL = 30_000  # as a portal has it, with all that draws
MOST_ROWS = 200  # materials, steps or questions of one item
MOST_DAYS = 9999
_ESCAPED = 20  # times, at most

_TAGS = (
    "a|abbr|article|b|big|blockquote|body|br|center|col|colgroup|dd|del|div|dl|dt|em|figure|font"
    "|footer|h[1-6]|head|header|hr|html|i|img|ins|label|li|link|main|mark|meta|o:p|ol|p|pre|s"
    "|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(
    r"<(?:br|hr)\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|dd|dt|table)\s*>", re.IGNORECASE
)
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LINES = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_BLANKS = re.compile(r"[ \t\u3000]+")
_MARKED = re.compile(r"'(?=[=+\-@])")  # what keeps a cell of ours from being reckoned
_UNIT_WORDS = ("工作日", "自然日", "日历日", "小时", "个月", "月", "年", "天", "日")
_TERM = re.compile(r"(\d{1,5})(?:\.0)?\s*" + f"[个]?({'|'.join(_UNIT_WORDS)})?", re.ASCII)
_AT_ONCE = ("当场", "当场办结", "即办", "即时", "即时办结", "立等可取", "当日")
_UNITS = {
    "": TermUnit.WORKDAY, "工作日": TermUnit.WORKDAY, "自然日": TermUnit.DAY,
    "日历日": TermUnit.DAY, "天": TermUnit.DAY, "日": TermUnit.DAY, "小时": TermUnit.HOUR,
    "月": TermUnit.MONTH, "个月": TermUnit.MONTH, "年": TermUnit.YEAR,
}  # fmt: skip
_YES = ("1", "是", "y", "yes", "true", "收费", "必要", "必须", "必备")
_NO = ("0", "否", "n", "no", "false", "不收费", "非必要", "非必备", "容缺")


class CellError(ValueError):
    """Why a cell is not what its column holds, and what to write."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def plain(text: str) -> str:
    """The lines a person wrote, out of what a portal kept."""
    if len(text) > LONGEST_CELL:
        raise CellError(f"the text has {len(text)} characters", f"write at most {LONGEST_TEXT}")
    for _ in range(_ESCAPED):
        if (once := _unmarked(text)) == text:
            return text
        text = once
    raise CellError("the text is escaped beyond reason", "write the text anew")


def _unmarked(text: str) -> str:
    text = _MARKED.sub("", text, count=1) if _MARKED.match(text) else text
    if "&" in text:
        text = _ENTITY.sub(lambda found: _entity(found[0]), text)
    if "<" in text:
        text = _LINE_END.sub("\n", _UNSEEN.sub("", text))
        text = _TAG.sub("", _CELL_END.sub(" ", text))
    lines = (_BLANKS.sub(" ", cleaned(each)).strip() for each in _LINES.split(text))
    return "\n".join(each for each in lines if each)


def _entity(found: str) -> str:
    said = unescape(found)
    return said if len(said) < len(found) else ""


def passage(text: str, most: int = LONGEST_TEXT) -> str:
    """A text of several lines."""
    said = plain(text)
    for each in said.split("\n"):
        if found := flaw(each):
            raise CellError(f"here stands {found}", "write the text anew")
    if len(said) > most:
        raise CellError(f"the text has {len(said)} characters", f"write at most {most}")
    return said


def line(text: str, most: int = LONGEST_LINE) -> str:
    """A text of one line."""
    return passage(text, most).replace("\n", " ")


def hides(text: str) -> str:
    """The first character that nobody sees and that was left out; "" where there is none."""
    return first_hidden(text)


def whole(text: str, least: int, most: int) -> int:
    """A whole number, as office programs write it, too (`3.0`)."""
    digits = text.removesuffix(".0")
    value = int(digits) if re.fullmatch(r"[0-9]{1,9}", digits) else least - 1
    if not least <= value <= most:
        remedy = f"write a whole number from {least} to {most}"
        raise CellError(f"{_quoted(text)} is no such number", remedy)
    return value


def yes_or_no(text: str) -> bool:
    """A yes or a no."""
    said = text.removesuffix(".0").casefold()
    if said in _YES or said in _NO:
        return said in _YES
    raise CellError(f"{_quoted(text)} is neither yes nor no", "write 1 or 0")


def day(text: str) -> date:
    """A date, in one of the ways of writing it."""
    try:
        return written_day(text)
    except ValueError:
        raise CellError(f"{_quoted(text)} is no date", "write it like 2026-11-27") from None


def term(count: str, unit: str, note: str, units: Mapping[str, TermUnit]) -> Term | None:
    """A term out of its three cells; None where nothing is said. `units` are a bureau's codes."""
    said = note if len(note) <= LONGEST_LINE else ""
    if count in _AT_ONCE:
        return Term(0, note=said)
    if not count:
        return None
    found = _TERM.fullmatch(count)
    if not found or int(found[1]) > MOST_DAYS:
        remedy = "write a whole number, and the unit beside it"
        raise CellError(f"{_quoted(count)} is no term", remedy)
    return Term(int(found[1]), _unit(unit or found[2] or "", units), said)


def _unit(text: str, units: Mapping[str, TermUnit]) -> TermUnit:
    code = text.removesuffix(".0")
    if code in units:
        return units[code]
    if code in _UNITS:
        return _UNITS[code]
    try:
        return TermUnit(code)
    except ValueError:
        remedy = "say in [catalogue.term_units] of hall.toml what it means"
        raise CellError(f"nothing says what the unit {_quoted(text)} is", remedy) from None


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
