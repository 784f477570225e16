"""The template of a slip: what stands on it, line by line, in a small plain language. Pure.

    # a remark
    number
    text 请保管好小票 | Please keep your slip

Each line is one part of the slip, by its English or Chinese word; the parts come out in this order,
and one that has nothing to say (no wait is known, the hall has no plan) takes no paper. `text` and
`bold` are followed by words, Chinese and English parted by a bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class SlipPart(Enum):
    """What may stand on a slip, and how a template calls it in both languages."""

    LOGO = ("logo", "标志")
    HALL = ("hall", "大厅")
    LINE = ("line", "横线")
    QUEUE = ("queue", "队列")
    NUMBER = ("number", "号码")
    MARK = ("mark", "标记")
    ITEM = ("item", "事项")
    WHERE = ("where", "去处")
    MAP = ("map", "地图")
    AHEAD = ("ahead", "人数")
    WAIT = ("wait", "等候")
    CODE = ("code", "二维码")
    TIME = ("time", "时间")
    ADVICE = ("advice", "提示")
    SPACE = ("space", "空行")
    TEXT = ("text", "文字")
    BOLD = ("bold", "粗体")


@dataclass(frozen=True, slots=True)
class Element:
    """One part in its place; `zh` and `en` are the words of a text."""

    part: SlipPart
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a line, counted from 1; 0: in the whole file."""

    line: int
    problem: str
    remedy: str


Template: TypeAlias = tuple[Element, ...]

_BY_WORD = {word: part for part in SlipPart for word in part.value}
_WORDED = frozenset({SlipPart.TEXT, SlipPart.BOLD})
_MANY = frozenset({*_WORDED, SlipPart.LINE, SlipPart.SPACE})  # the others stand there once
_MOST_LINES = 60
_LONGEST = 200  # characters of a text

# What a hall without a template prints.
BUILT_IN: Template = tuple(
    map(
        Element,
        (
            SlipPart.LOGO,
            SlipPart.HALL,
            SlipPart.LINE,
            SlipPart.QUEUE,
            SlipPart.NUMBER,
            SlipPart.MARK,
            SlipPart.ITEM,
            SlipPart.WHERE,
            SlipPart.MAP,
            SlipPart.AHEAD,
            SlipPart.WAIT,
            SlipPart.CODE,
            SlipPart.TIME,
            SlipPart.LINE,
            SlipPart.ADVICE,
        ),
    )
)


def read(text: str) -> Template | tuple[Flaw, ...]:
    """The template, or all that is wrong with it."""
    elements: list[Element] = []
    flaws: list[Flaw] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        found = _element(said, elements)
        if isinstance(found, Element):
            elements.append(found)
        else:
            flaws.append(Flaw(number, *found))
    if not flaws and not any(each.part is SlipPart.NUMBER for each in elements):
        flaws.append(Flaw(0, "the slip has no number", "add a line: number"))
    if len(elements) > _MOST_LINES:
        flaws.append(Flaw(0, f"it has more than {_MOST_LINES} lines", "a slip is short: cut it"))
    return tuple(flaws) or tuple(elements)


def _element(said: str, before: list[Element]) -> Element | tuple[str, str]:
    """What the line says, or what is wrong with it and what to do."""
    word, _, rest = said.replace("\u3000", " ").partition(" ")
    part = _BY_WORD.get(word)
    if part is None:
        known = ", ".join(each.value[0] for each in SlipPart)
        return f"a slip has no {word!r}", f"use one of: {known}"
    if part not in _WORDED:
        if rest.strip():
            return f"after {word} nothing more is said", "remove what follows it"
        if part not in _MANY and any(each.part is part for each in before):
            return f"{word} stands there already", "name it once"
        return Element(part)
    zh, _, en = (each.strip() for each in rest.partition("|"))
    if not (zh or en):
        return f"{word} says nothing", f"write what it says: {word} 请保管好小票 | Please keep it"
    if len(rest) > _LONGEST:
        return f"a text of {len(rest)} characters is too long", f"write at most {_LONGEST}"
    return Element(part, zh, en)
