"""What the clerk's panel shows, as values: a pure function of what it knows and the time."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from kiosk.panel.dots import display, evaluator
from kiosk.panel.flow import PanelFlow
from kiosk.panel.picks import PickPage, pick
from kiosk.panel.state import PanelKey, PanelState, Picking
from kiosk.panel.work import WorkPage, busy, work
from kiosk.staff.pin import locked
from kiosk.words import Wording, say
from kiosk.words.values import DotWord, Page


class SignInPage(Page, frozen=True):
    """`away`: nobody could let anybody in now; `locked`: nobody is let in for a while."""

    busy: Wording
    away: bool
    locked: bool


class PanelLook(Struct, frozen=True):
    """Everything on the panel: what stands on every page, and the page. `resting`: a key that is
    pressed now does nothing yet."""

    title: Wording
    clerk: str
    signed_in: bool
    sign_out: bool
    page: SignInPage | PickPage | WorkPage
    sentence: Wording
    away: bool
    resting: bool
    dots: tuple[DotWord, ...]


def look(flow: PanelFlow, at: datetime, now: float) -> PanelLook:
    """The panel at hall time `at`, which is the monotonic second `now`."""
    known = flow.known
    member = flow.hall.member(known.clerk)
    return PanelLook(
        title=say("panel.title", number=flow.window.number),
        clerk=member.name if member else "",
        signed_in=bool(known.clerk),
        sign_out=PanelKey.SIGN_OUT in flow.pressable(),
        page=_page(flow, at, now),
        sentence=_sentence(known, now),
        away=not known.up,
        resting=flow.rests(now),
        dots=(display(flow), evaluator(flow)),
    )


def _sentence(known: PanelState, now: float) -> Wording:
    if not known.up:
        return say("server-away")
    if known.clerk or not known.locked_until:
        return known.sentence
    return locked(known.locked_until, now)


def _page(flow: PanelFlow, at: datetime, now: float) -> SignInPage | PickPage | WorkPage:
    known = flow.known
    if not known.clerk:
        return SignInPage(busy(known.out), not known.up, now < known.locked_until)
    return work(flow, at) if known.picking is Picking.NOTHING else pick(flow)
