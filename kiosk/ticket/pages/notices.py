"""Notices of the hall: the list, and one of them whole. Pure."""

from __future__ import annotations

from datetime import datetime, time

from broker.domain.notices import Notice
from kiosk.ticket.events import BoxOpened, GoTo, Touch
from kiosk.ticket.measures import FOOT_KEY, GAP, TARGET
from kiosk.ticket.pages.item_rows import ItemRow, columns, cut, row_name
from kiosk.ticket.pages.keys import TURNING
from kiosk.ticket.pages.leaves import leaves
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Notices, NoticeText
from kiosk.words import NOTHING, Wording, say
from kiosk.words.calendar import short_date
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage


class NoticesPage(PagedPage, frozen=True):
    """The notices of today, the newest first."""

    columns: int
    rows: tuple[ItemRow, ...]


class NoticeTextPage(PagedPage, frozen=True):
    """One notice, as much of its text as has room, and the day it was hung up."""

    title: Wording
    since: Wording
    text: Wording


def notices(screen: Notices, scene: Scene) -> Touchable:
    """The notices of today as keys."""
    rows = [ItemRow("", Wording(e.title, e.title_en), NOTHING) for e in scene.notices]
    title = scene.room.high(scene.said(say("notices")), "title", scene.room.width, heavy=True)
    shown = cut(rows, screen.page, scene.room.height - title - FOOT_KEY - 2 * GAP, scene)
    page = NoticesPage(columns=columns(scene), rows=shown.rows, page=shown.page, pages=shown.pages)
    each = enumerate(scene.notices[shown.first : shown.end], 1)
    keys: dict[str, Touch] = {row_name(nth): GoTo(NoticeText(notice)) for nth, notice in each}
    return Touchable(page, {**keys, **TURNING, "opinion": BoxOpened()})


def notice_text(screen: NoticeText, scene: Scene) -> Touchable:
    """One notice, a leaf at a time."""
    room, notice = scene.room, screen.notice
    title, since = Wording(notice.title, notice.title_en), _since(notice)
    above = room.high(scene.said(title), "title", room.width, heavy=True)
    above += room.high(scene.said(since), "body", room.width) + 2 * GAP
    high = room.height - above - TARGET - GAP

    def fits(text: str) -> bool:
        return room.high(text, "lead", room.width) <= high

    cut_text = leaves(scene.said(Wording(notice.text, notice.text_en)), fits)
    shown = paged(cut_text, screen.page, 1)
    text = shown.rows[0] if shown.rows else ""
    page = NoticeTextPage(
        title=title, since=since, text=Wording(text, text), page=shown.page, pages=shown.pages
    )
    return Touchable(page, TURNING)


def _since(notice: Notice) -> Wording:
    return say("notices.since", day=short_date(datetime.combine(notice.first, time())))
