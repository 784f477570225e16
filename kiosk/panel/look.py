"""What the clerk's panel shows, as values: a pure function of what it knows and the time."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.domain.text.kinds import LONGEST_NOTE
from kiosk.panel.dots import display, evaluator
from kiosk.panel.flow import PanelFlow
from kiosk.panel.picks import UNLEARNT, PickPage, Spellings, pick
from kiosk.panel.state import PanelKey, PanelState, Picking
from kiosk.panel.work import WorkPage, busy, work
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import DotWord, Page


class SignInPage(Page, frozen=True):
    """`away`: nobody could let anybody in now."""

    busy: Wording
    away: bool


class LockPage(Page, frozen=True):
    """Left alone: whoever sits here says the PIN again. `number` is the ticket that is called, if
    one is."""

    number: str
    busy: Wording
    away: bool


class NotePage(Page, frozen=True):
    """What the next window should know of a ticket; `note` is what is noted already."""

    number: str
    note: str
    longest: int


PanelPage = SignInPage | LockPage | NotePage | PickPage | WorkPage


class PanelLook(Struct, frozen=True):
    """Everything on the panel: what stands on every page, and the page. `resting`: a key that is
    pressed now does nothing yet."""

    title: Wording
    clerk: str
    signed_in: bool
    sign_out: bool
    page: PanelPage
    sentence: Wording
    away: bool
    resting: bool
    today: Wording
    dots: tuple[DotWord, ...]


def look(flow: PanelFlow, at: datetime, now: float, spellings: Spellings = UNLEARNT) -> PanelLook:
    """The panel at hall time `at`, which is the monotonic second `now`."""
    known = flow.known
    return PanelLook(
        title=say("panel.title", number=flow.window.number),
        clerk=known.name or known.clerk,
        signed_in=bool(known.clerk),
        sign_out=PanelKey.SIGN_OUT in flow.pressable(),
        page=_page(flow, at, spellings),
        sentence=_sentence(known),
        away=not known.up,
        resting=flow.rests(now),
        today=_today(known) if known.clerk else NOTHING,
        dots=(display(flow), evaluator(flow)),
    )


def _sentence(known: PanelState) -> Wording:
    if not known.up:
        return say("server-away")
    return known.sentence if known.sentence != NOTHING else known.hint


def _today(known: PanelState) -> Wording:
    """How many were served at this window today, and how long that took in the mean."""
    state = known.window
    if state is None or state.mean_seconds is None:
        return NOTHING
    mean = max(1, round(state.mean_seconds / 60))
    return say("panel.today", served=state.served_today, mean=mean)


def _page(flow: PanelFlow, at: datetime, spellings: Spellings) -> PanelPage:
    known = flow.known
    if not known.clerk:
        return SignInPage(busy(known.out), not known.up)
    number, note = (known.window.number, known.window.note) if known.window else ("", "")
    if known.idle_locked:
        return LockPage(number, busy(known.out), not known.up)
    match known.picking:
        case Picking.NOTHING:
            return work(flow, at)
        case Picking.NOTE:
            return NotePage(number, known.unsaid_note or note, LONGEST_NOTE)
        case _:
            return pick(flow, spellings)
