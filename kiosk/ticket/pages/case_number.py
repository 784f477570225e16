"""查办件进度: the whole number of a case is typed. Pure."""

from __future__ import annotations

from kiosk.ticket.case_screens import CaseNumber
from kiosk.ticket.events import CaseAsked, GoTo, Touch
from kiosk.ticket.pages.keys import KEYPAD
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page


class CaseNumberPage(Page, frozen=True):
    """The number so far; `example` is one as the hall writes them. `ready`: it can be asked for."""

    text: str
    example: Wording
    where: Wording
    ready: bool


def case_keys(scene: Scene) -> dict[str, Touch]:
    """The key that leads here, where the hall has a table of cases."""
    return {"cases": GoTo(CaseNumber())} if scene.hall.cases.file else {}


def case_number(screen: CaseNumber, scene: Scene) -> Touchable:
    """The number typed so far."""
    example = scene.hall.cases.example
    page = CaseNumberPage(
        text=screen.text,
        example=say("cases.example", example=example) if example else NOTHING,
        where=say("cases.where"),
        ready=bool(screen.text),
    )
    return Touchable(page, {**KEYPAD, "ask": CaseAsked()})
