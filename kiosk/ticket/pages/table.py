"""The one table from screen to page. Home is shown without it: no other page delays a start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from kiosk.ticket import (
    case_screens,
    code_screens,
    film_screens,
    opinion_screens,
    screens,
    staff_screens,
)
from kiosk.ticket.pages.already import already
from kiosk.ticket.pages.cannot import cannot
from kiosk.ticket.pages.case_number import case_number
from kiosk.ticket.pages.cases import case_found
from kiosk.ticket.pages.choose import choose
from kiosk.ticket.pages.code_entry import code_entry
from kiosk.ticket.pages.code_refused import code_refused
from kiosk.ticket.pages.common_matters import common
from kiosk.ticket.pages.confirm import confirm
from kiosk.ticket.pages.guidance import guidance
from kiosk.ticket.pages.home import HOME_ROW
from kiosk.ticket.pages.items import head_items, items
from kiosk.ticket.pages.meant import meant
from kiosk.ticket.pages.notices import notice_text, notices
from kiosk.ticket.pages.opinion_window import opinion_window
from kiosk.ticket.pages.opinion_writing import opinion_writing
from kiosk.ticket.pages.opinions import opinion_box, opinion_thanks
from kiosk.ticket.pages.page_row import Foot, PageRow
from kiosk.ticket.pages.printing import printing
from kiosk.ticket.pages.progress import progress
from kiosk.ticket.pages.queues import queues
from kiosk.ticket.pages.remember import remember
from kiosk.ticket.pages.sample import sample
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.search import search
from kiosk.ticket.pages.sign_film import sign_film
from kiosk.ticket.pages.staff import staff_corner, staff_door, staff_end
from kiosk.ticket.pages.take_away import take_away
from kiosk.ticket.pages.ticket import ticket

S = TypeVar("S", bound=Struct)


def row(
    screen: type[S], make: Callable[[S, Scene], Touchable], foot: Foot = Foot.ALL
) -> tuple[type[Struct], PageRow]:
    """One line of the table."""
    return screen, PageRow(make, foot)


PAGES = dict(
    (
        (screens.Home, HOME_ROW),
        row(screens.Choose, choose),
        row(screens.Search, search),
        row(screens.Common, common),
        row(screens.Meant, meant),
        row(screens.Queues, queues),
        row(screens.Items, items),
        row(screens.HeadItems, head_items),
        row(screens.Guidance, guidance),
        row(screens.Sample, sample),
        row(screens.TakeAway, take_away),
        row(screens.Confirm, confirm),
        row(screens.Already, already),
        row(screens.Printing, printing, Foot.NONE),
        row(screens.YourTicket, ticket, Foot.NONE),
        row(screens.Remember, remember, Foot.NONE),
        row(screens.Cannot, cannot),
        row(screens.Progress, progress),
        row(code_screens.CodeEntry, code_entry),
        row(code_screens.CodeRefused, code_refused),
        row(case_screens.CaseNumber, case_number),
        row(case_screens.CaseFound, case_found),
        row(screens.Notices, notices),
        row(screens.NoticeText, notice_text),
        row(film_screens.SignFilm, sign_film),
        row(staff_screens.StaffDoor, staff_door, Foot.STAFF),
        row(staff_screens.StaffCorner, staff_corner, Foot.STAFF),
        row(staff_screens.StaffEnd, staff_end, Foot.STAFF),
        row(opinion_screens.OpinionBox, opinion_box),
        row(opinion_screens.OpinionWriting, opinion_writing),
        row(opinion_screens.OpinionWindow, opinion_window),
        row(opinion_screens.OpinionThanks, opinion_thanks, Foot.HOME),
    )
)
