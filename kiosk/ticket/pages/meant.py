"""哪一种？: what a common word may mean; or where one goes for what this hall does not do. Pure."""

from __future__ import annotations

from kiosk.ticket.events import QueueChosen, Touch
from kiosk.ticket.measures import GAP, HALF, TARGET
from kiosk.ticket.pages.choose import ASKING
from kiosk.ticket.pages.home_ways import closed_now
from kiosk.ticket.pages.item_rows import ItemRow, choices, columns, cut, titled
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import queue_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.pages.word_keys import meant_items
from kiosk.ticket.screens import Meant
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import PagedPage

_SIGN = 24.0  # beside a sentence


class MeantPage(PagedPage, frozen=True):
    """`lead` asks, or nothing; `instead` says where one goes, or nothing; `ask` is the key of who
    would rather ask somebody."""

    label: Wording
    lead: Wording
    instead: Wording
    columns: int
    rows: tuple[ItemRow, ...]
    ask: Wording


def meant(screen: Meant, scene: Scene) -> Touchable:
    """Each item that the word may mean, with its queue."""
    word = screen.word
    found = meant_items(word, scene)
    lead = say("ticket.meant") if found else NOTHING
    instead = Wording(word.instead, word.instead_en)
    queue = None if found or closed_now(scene) else scene.hall.guide_queue
    rows = [
        ItemRow("", titled(e), badge(e.guide), department=queue_name(e.queue, scene)) for e in found
    ]
    shown = cut(rows, screen.page, _free(lead, instead, scene), scene)
    page = MeantPage(
        label=Wording(word.word, say("ticket.common").en),  # a word has no English
        lead=lead,
        instead=instead,
        columns=columns(scene),
        rows=shown.rows,
        ask=say("ticket.ask") if queue else NOTHING,
        page=shown.page,
        pages=shown.pages,
    )
    asks: dict[str, Touch] = {ASKING: QueueChosen(queue.id)} if queue else {}
    chosen = choices(found[shown.first : shown.end])
    return Touchable(page, {**chosen, **asks, **searching(screen.purpose), **TURNING})


def _free(lead: Wording, instead: Wording, scene: Scene) -> float:
    """What is left for the rows below the word and what is said of it."""
    room = scene.room
    asked = room.high(scene.said(lead), "button", room.width)
    told = room.high(scene.said(instead), "title", room.width - _SIGN)
    return (
        room.height
        - TARGET
        - GAP
        - (asked + GAP if asked else 0.0)
        - (told + 2 * HALF + GAP if told else 0.0)
    )
