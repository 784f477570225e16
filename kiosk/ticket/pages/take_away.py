"""What an item needs, to take home: a code to photograph, and a list on paper. Pure."""

from __future__ import annotations

from functools import lru_cache

from kiosk.ticket import take_home
from kiosk.ticket.events import ListWanted, Press, Pressed
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.printout import Printout
from kiosk.ticket.screens import TakeAway
from kiosk.words import Wording, say
from kiosk.words.values import Page, Tone

CODE_SCALE = 4


class TakeAwayPage(Page, frozen=True):
    """`code` is a picture as an address; `link`: it leads to a page on the net. `told` says how far
    the paper is."""

    label: Wording
    code: str
    link: bool
    tone: Tone
    told: Wording
    printable: bool
    takeable: bool


def take_away(screen: TakeAway, scene: Scene) -> Touchable:
    """The code is always there; paper only where it can be had, and it is said what came of it."""
    item = screen.item
    tone, told = _told(screen.sheet, scene)
    page = TakeAwayPage(
        label=Wording(item.name, item.name_en or item.name),
        code=_code(take_home.code(item, scene.hall, take_home.ready(item, scene.ticks))),
        link=bool(item.guide.online),
        tone=tone,
        told=told,
        printable=not scene.printer_trouble and screen.sheet is not Printout.PRINTING,
        takeable=bool(item.queue),
    )
    return Touchable(page, {"print": ListWanted(item), "take": Pressed(Press.TAKE)})


def _told(sheet: Printout, scene: Scene) -> tuple[Tone, Wording]:
    match sheet:
        case Printout.PRINTING:
            return Tone.PRIMARY, say("guide.sheet.printing")
        case Printout.OUT:
            return Tone.OK, say("guide.sheet.out")
        case Printout.LOST:
            return Tone.WARN, say("guide.sheet.lost")
        case _ if scene.printer_trouble or sheet is Printout.NOT_NOW:
            return Tone.WARN, say("guide.sheet.none")
        case _:
            return Tone.PRIMARY, say("guide.sheet.offered")


@lru_cache(maxsize=4)
def _code(text: str) -> str:
    """A picture of the code, as an address QML can show."""
    import segno  # rarely needed

    made = segno.make_qr(text, error="l", encoding="utf-8")
    uri: str = made.png_data_uri(scale=CODE_SCALE, border=4)
    return uri
