"""The queues, as cards; those that match what was typed. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.appointments import is_code
from broker.domain.hall import Queue
from kiosk.guide_desk.pages.scene import DeskScene
from kiosk.guide_desk.screens import ChooseQueue
from kiosk.words import Wording, named, say
from kiosk.words.paging import paged
from kiosk.words.queues import means
from kiosk.words.spelling import typed
from kiosk.words.values import PagedPage

CARDS = 15  # three columns of five
FEW_CARDS = 5  # one column, beside the keypad


class QueueKey(Struct, frozen=True):
    """One queue. `waiting` None: nobody has said."""

    queue: str
    prefix: str
    label: Wording
    waiting: int | None
    open: bool


class ChooseQueuePage(PagedPage, frozen=True):
    """The queues, some of them at a time."""

    text: str
    columns: int
    cards: tuple[QueueKey, ...]


def choose_queue(screen: ChooseQueue, scene: DeskScene) -> ChooseQueuePage:
    """Every queue, or those that match; the one whose letters were typed stands first."""
    if scene.known.hall.appointments.file and is_code(screen.text):
        return ChooseQueuePage(screen.text, 1, (_code_card(screen.text),), page=0, pages=1)
    found = [
        queue for queue in scene.known.hall.queues if means(queue, screen.text, scene.spellings)
    ]
    found.sort(key=lambda queue: queue.prefix.lower() != typed(screen.text))
    keypad = scene.known.keypad
    shown = paged(found, screen.page, FEW_CARDS if keypad else CARDS)
    return ChooseQueuePage(
        text=screen.text,
        columns=1 if keypad else CARDS // FEW_CARDS,
        cards=tuple(_card(queue, scene) for queue in shown.rows),
        page=shown.page,
        pages=shown.pages,
    )


def _code_card(code: str) -> QueueKey:
    """Six digits are the code of an appointment, and no queue's name."""
    return QueueKey(queue=code, prefix="", label=say("guide.code"), waiting=None, open=True)


def _card(queue: Queue, scene: DeskScene) -> QueueKey:
    state = scene.known.queues.get(queue.id)
    return QueueKey(
        queue=queue.id,
        prefix=queue.prefix,
        label=named(queue),
        waiting=state.waiting if state else None,
        open=bool(state and state.windows_open),
    )
