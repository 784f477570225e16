"""Touches that change a screen without leaving it. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from kiosk.ticket.events import GroupChosen, Press, Pressed, Touch, Typed
from kiosk.ticket.screens import Choose, Comfort, Confirm, Items, Language, Progress, Screen, Search

SEARCH_LETTERS = 20
NUMBER_LETTERS = 6  # two of the prefix and four digits


def edited(screen: Screen, touch: Touch) -> Screen:
    """`screen` after a touch that stays on it; unchanged where the touch means nothing there."""
    match screen, touch:
        case Search() | Progress(), Typed(character):
            return _with_text(screen, screen.text + character)
        case Search() | Progress(), Pressed(Press.ERASE):
            return _with_text(screen, screen.text[:-1])
        case Search() | Progress(), Pressed(Press.CLEAR):
            return _with_text(screen, "")
        case Choose() | Items() | Search(), Pressed(Press.NEXT):
            return replace(screen, page=screen.page + 1)
        case Choose() | Items() | Search(), Pressed(Press.PREVIOUS):
            return replace(screen, page=max(0, screen.page - 1))
        case Confirm(), GroupChosen(group):
            again = screen.group is group
            return replace(screen, group=PriorityClass.ORDINARY if again else group)
        case _:
            return screen


def _with_text(screen: Search | Progress, text: str) -> Screen:
    match screen:
        case Search():
            return replace(screen, text=text[:SEARCH_LETTERS], page=0)
        case Progress():
            return replace(screen, text=text[:NUMBER_LETTERS])


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
        case _:
            return comfort
