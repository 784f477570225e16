"""What the hall board shows, as values: a pure function of what it has heard and the time.

Both languages stand side by side, because nobody can touch it.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from broker.domain.hall import Window
from broker.domain.notices import hanging
from broker.wire.messages import CallView
from kiosk.board.board import Board
from kiosk.words import NOTHING, Wording, desk_of, named, say
from kiosk.words.calendar import clock, long_date
from kiosk.words.values import FULL, Tone

NEWEST = 3  # of the notices; the others are read at a kiosk
LONGEST, LONGEST_EN = 90, 220  # characters of a text, Chinese and English


class CallRow(Struct, frozen=True):
    """One call. `dark`: its window's display did not show it; `note` says what is special."""

    number: str
    window: int
    marked: bool
    dark: bool
    note: Wording


class ZoneBar(Struct, frozen=True):
    """How many wait in a zone; `minutes` is the longest range there, or empty."""

    label: Wording
    count: int
    minutes: str


class NoticeCard(Struct, frozen=True):
    """A notice of the hall, where the oldest calls stand else; a text without English has none."""

    title: Wording
    text: Wording


class BoardLook(Struct, frozen=True):
    """Everything on the board. `most` is the count of a full bar; `elsewhere` says of zones without
    a bar that whoever waits for them is counted in another one; `held` how often the minutes of the
    last day were right. `card` is None while calls come, and where nothing hangs."""

    hall: Wording
    rows: tuple[CallRow, ...]
    zones: tuple[ZoneBar, ...]
    most: int
    elsewhere: Wording
    held: Wording
    notice: Wording
    tone: Tone
    card: NoticeCard | None
    time: str
    date: Wording


def look(board: Board, at: datetime) -> BoardLook:
    """The board at hall time `at`."""
    zones = _zones(board)
    local = at.astimezone(ZoneInfo(board.hall.hall.timezone))
    notice, tone = _notice(board)
    return BoardLook(
        hall=named(board.hall.hall),
        rows=tuple(_row(board, call) for call in board.calls),
        zones=zones,
        most=max((FULL, *(zone.count for zone in zones))),
        elsewhere=_elsewhere(board),
        held=NOTHING if board.held is None else say("board.held", percent=board.held),
        notice=notice,
        tone=tone,
        card=_card(board, local.date()) if tone is Tone.PRIMARY else None,
        time=clock(local),
        date=long_date(local),
    )


def _row(board: Board, call: CallView) -> CallRow:
    note = NOTHING
    if call.undelivered:
        note = say("board.undelivered")
    elif call.recalls:
        note = say("board.recalled")
    return CallRow(call.number, call.window, board.marked(call), call.undelivered, note)


def _elsewhere(board: Board) -> Wording:
    """Zones whose windows only help others out: their queues count elsewhere."""
    shown = {windows[0].zone for windows in _served(board) if windows}
    helping = {each.zone for windows in _served(board) for each in windows} - shown
    names = [named(zone) for zone in board.hall.zones if zone.id in helping]
    if not names:
        return NOTHING
    both = Wording("、".join(each.zh for each in names), ", ".join(each.en for each in names))
    return say("board.elsewhere", zones=both)


def _served(board: Board) -> list[tuple[Window, ...]]:
    """The windows of each queue."""
    return [tuple(board.hall.windows_of(queue.id)) for queue in board.hall.queues]


def _zones(board: Board) -> tuple[ZoneBar, ...]:
    """Every zone that has a queue; a queue counts in the zone of its first window."""
    queues: dict[str, list[str]] = {}
    for queue in board.hall.queues:
        windows = board.hall.windows_of(queue.id)
        if windows:
            queues.setdefault(windows[0].zone, []).append(queue.id)
    return tuple(
        ZoneBar(named(zone), _waiting(board, queues[zone.id]), _minutes(board, queues[zone.id]))
        for zone in board.hall.zones
        if zone.id in queues
    )


def _waiting(board: Board, queues: list[str]) -> int:
    return sum(board.waiting.get(each, 0) for each in queues)


def _minutes(board: Board, queues: list[str]) -> str:
    """The range of the queue that takes longest; empty while nobody knows of any."""
    known = [board.ranges[each] for each in queues if each in board.ranges]
    high, low = max(((high, low) for low, high in known), default=(0, 0))
    return f"{low}–{high}" if high else ""


def _notice(board: Board) -> tuple[Wording, Tone]:
    desk = desk_of(board.hall.hall)
    if not board.up:
        return say("board.away", desk=desk), Tone.STOP
    if any(call.undelivered for call in board.calls):
        return say("board.dark"), Tone.WARN
    return say("board.notice", desk=desk), Tone.PRIMARY


def _card(board: Board, today: date) -> NoticeCard | None:
    """The notice whose turn it is."""
    newest = hanging(board.notices, today)[:NEWEST]
    if board.turn is None or not newest:
        return None
    each = newest[board.turn % len(newest)]
    title_en = "" if each.title_en == each.title else each.title_en
    text_en = "" if each.text_en == each.text else each.text_en
    return NoticeCard(
        title=Wording(each.title, title_en),
        text=Wording(_begun(each.text, LONGEST), _begun(text_en, LONGEST_EN)),
    )


def _begun(text: str, most: int) -> str:
    """As much of it as is read in passing: whole sentences where it has any."""
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in ("。", "！", "？", ". "))
    return text[: end + 1] if end > most // 3 else text[: most - 1] + "…"
