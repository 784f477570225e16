"""Which keys mean something now. Pure."""

from __future__ import annotations

from typing import assert_never

from broker.domain.requests import Standing
from broker.domain.tickets.life import Party, TicketState, TicketStep, next_state
from kiosk.guide_desk import screens
from kiosk.guide_desk.screens import WAYS, Key
from kiosk.guide_desk.state import DeskState
from kiosk.issuing.transaction import NotGiven, ToNote

Keys = frozenset[Key]

_NONE: Keys = frozenset()
_ALWAYS = frozenset({*WAYS, Key.SIGN_OUT, Key.KEYPAD})
PAGES = frozenset({Key.PREVIOUS, Key.NEXT})
_ON_PAPER = frozenset({TicketState.WAITING, TicketState.CALLED})  # a slip is of use to them


def pressable(known: DeskState) -> Keys:
    """The keys that mean something now."""
    if not known.guide:
        return _NONE
    if known.transaction.going_on:
        return _settling(known)
    undo = {Key.UNDO} if known.free and known.done is not None else _NONE
    return _ALWAYS | _on(known) | undo


def _settling(known: DeskState) -> Keys:
    """A number that is not settled holds the guide where it is."""
    match known.transaction.stage:
        case ToNote(maybe_paper=maybe_paper):
            return frozenset({Key.NOTED} if maybe_paper else {Key.NOTED, Key.GIVE_UP})
        case _:
            return _NONE


def _on(known: DeskState) -> Keys:
    asking = frozenset({Key.OPEN}) if known.free else _NONE
    match known.screen:
        case screens.ChooseQueue():
            return PAGES | {Key.QUEUE}
        case screens.TakeNumber():
            get = {Key.GET} if known.up and not known.broken else _NONE
            return frozenset({Key.BACK, Key.GROUP, Key.SLOT, *get})
        case screens.Giving():
            had = isinstance(stage := known.transaction.stage, NotGiven) and stage.had is not None
            return frozenset({Key.DONE, Key.BACK}) | (asking if had else _NONE)
        case screens.Find():
            return asking
        case screens.Missed() | screens.WaitingList():
            return PAGES | asking
        case screens.OpenOpinions() | screens.OpinionRead():
            return _of_opinions(known)
        case screens.Dossier(found=found):
            return PAGES | {Key.BACK} | _steps(found.ticket, known)
        case screens.Cancelling():
            return frozenset({Key.BACK, Key.REASON}) if known.free else frozenset({Key.BACK})
        case screens.EmptySeat():
            return _NONE
        case _:
            assert_never(known.screen)


def _of_opinions(known: DeskState) -> Keys:
    if isinstance(known.screen, screens.OpinionRead):
        return frozenset({Key.BACK})
    return PAGES | (frozenset({Key.READ}) if known.may_read else _NONE)


def _steps(ticket: Standing, known: DeskState) -> Keys:
    """What the table of transitions and the printer allow; the ledger has the last word."""
    keys = set()
    if known.free and next_state(ticket.state, TicketStep.REQUEUE, Party.GUIDE):
        keys.add(Key.REQUEUE)
    if known.free and next_state(ticket.state, TicketStep.CANCEL, Party.GUIDE):
        keys.add(Key.CANCEL)
    if ticket.state in _ON_PAPER and not known.printer_trouble and known.reprint is None:
        keys.add(Key.REPRINT)
    return frozenset(keys)
