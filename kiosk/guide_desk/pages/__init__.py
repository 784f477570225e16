"""The pages of the guide desk: one file for each, and the one table from screen to page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from kiosk.guide_desk import screens
from kiosk.guide_desk.pages.cancelling import cancelling
from kiosk.guide_desk.pages.choose_queue import choose_queue
from kiosk.guide_desk.pages.dossier import dossier
from kiosk.guide_desk.pages.find import find
from kiosk.guide_desk.pages.giving import giving
from kiosk.guide_desk.pages.lists import missed, opinions, waiting
from kiosk.guide_desk.pages.opinion_read import opinion_read
from kiosk.guide_desk.pages.scene import DeskScene
from kiosk.guide_desk.pages.sign_in import sign_in
from kiosk.guide_desk.pages.take_number import take_number
from kiosk.words.values import Page

PAGES: dict[type[Struct], Callable[[Any, DeskScene], Page]] = {
    screens.EmptySeat: sign_in,
    screens.ChooseQueue: choose_queue,
    screens.TakeNumber: take_number,
    screens.Giving: giving,
    screens.Find: find,
    screens.Dossier: dossier,
    screens.Cancelling: cancelling,
    screens.Missed: missed,
    screens.WaitingList: waiting,
    screens.OpenOpinions: opinions,
    screens.OpinionRead: opinion_read,
}
