"""The code of an appointment: six digits typed. Pure."""

from __future__ import annotations

from broker.domain.appointments import CODE_DIGITS
from kiosk.ticket.code_screens import CodeEntry
from kiosk.ticket.events import CodeEntered, Touch
from kiosk.ticket.pages.keys import NUMBER_PAD
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words.values import Page


class CodeEntryPage(Page, frozen=True):
    """The digits typed so far; `whole`: a number can be asked for with them."""

    text: str
    whole: bool


def code_entry(screen: CodeEntry, _scene: Scene) -> Touchable:
    """The digits typed so far."""
    touches: dict[str, Touch] = {
        **NUMBER_PAD,
        "enter": CodeEntered(),
    }
    whole = len(screen.text) == CODE_DIGITS
    return Touchable(CodeEntryPage(f"{screen.text[:3]} {screen.text[3:]}".strip(), whole), touches)
