"""Touches that change a screen without leaving it. Pure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from broker.domain.cases import LONGEST_NUMBER
from broker.domain.hall import PriorityClass
from broker.domain.text.kinds import LONGEST_WRITTEN
from kiosk.ticket.case_screens import CaseNumber
from kiosk.ticket.code_screens import CodeEntry
from kiosk.ticket.events import GroupChosen, Press, Pressed, Touch, Typed, WordChosen
from kiosk.ticket.opinion_screens import OpinionWriting
from kiosk.ticket.screens import Comfort, Confirm, Language, Progress, Screen

SEARCH_LETTERS = 20
NUMBER_LETTERS = 6  # two of the prefix and four digits; or a code


def edited(screen: Screen, touch: Touch) -> Screen:
    """`screen` after a touch that stays on it; unchanged where the touch means nothing there. A
    screen with a `page` can be turned, and one with a `text` typed on, whichever it is."""
    fields = screen.__struct_fields__
    now: Any = screen  # whichever has these fields
    match screen, touch:
        case Confirm(), GroupChosen(group):
            again = screen.group is group
            return replace(screen, group=PriorityClass.ORDINARY if again else group)
        case _, Typed() | WordChosen() | Pressed(Press.ERASE | Press.CLEAR) if "text" in fields:
            first = {name: 0 for name in ("page", "further") if name in fields}
            return replace(screen, text=_typed(now.text, touch, _longest(screen)), **first)
        case _, Pressed(Press.NEXT | Press.PREVIOUS as key) if "leaf" in fields:
            return replace(screen, leaf=max(0, now.leaf + _step(key)))
        case _, Pressed(Press.FURTHER) if "further" in fields:
            return replace(screen, further=now.further + 1)
        case _, Pressed(Press.DIGITS) if "digits" in fields:
            return replace(screen, digits=not now.digits)
        case _, Pressed(Press.NEXT | Press.PREVIOUS as key) if "page" in fields:
            return replace(screen, page=max(0, now.page + _step(key)))
        case _:
            return screen


def from_the_top(screen: Screen) -> Screen:
    """`screen` at its first page: in other letters a page holds more or less, and beyond the last
    one a key would turn nothing."""
    turned: Any = screen
    turns = {name: 0 for name in ("page", "leaf") if name in screen.__struct_fields__}
    return replace(turned, **turns) if turns else screen


def _step(key: Press) -> int:
    return 1 if key is Press.NEXT else -1


def _longest(screen: Screen) -> int:
    match screen:
        case Progress() | CodeEntry():
            return NUMBER_LETTERS
        case CaseNumber():
            return LONGEST_NUMBER
        case OpinionWriting():
            return LONGEST_WRITTEN
        case _:
            return SEARCH_LETTERS


def _typed(text: str, touch: Typed | WordChosen | Pressed, longest: int) -> str:
    """What stands there after the key."""
    match touch:
        case WordChosen(chosen):
            return chosen[:longest]
        case Typed(character):
            return (text + character)[:longest]
        case Pressed(Press.ERASE):
            return text[:-1]
        case _:
            return ""


def comforted(comfort: Comfort, key: Press) -> Comfort:
    """The wishes after one of the keys that change them."""
    match key:
        case Press.ENGLISH:
            chinese = comfort.language is Language.ZH
            return replace(comfort, language=Language.EN if chinese else Language.ZH)
        case Press.ELDER:
            return replace(comfort, elder=not comfort.elder)
        case Press.LOW:
            return replace(comfort, low=not comfort.low)
        case Press.CONTRAST:
            return replace(comfort, contrast=not comfort.contrast)
        case _:
            return comfort
