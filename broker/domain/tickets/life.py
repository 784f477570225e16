"""The life of a ticket as a table."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Self

UNDO = timedelta(seconds=10)  # how long a step may be taken back


class TicketState(StrEnum):
    """Where a ticket stands: a code, and what it is called in both languages."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        made = str.__new__(cls, code)
        made._value_, made.zh, made.en = code, zh, en
        return made

    RESERVED = "reserved", "取号中", "being given"
    WAITING = "waiting", "等候", "waiting"
    CALLED = "called", "已呼叫", "called"
    SERVING = "serving", "办理中", "being served"
    DONE = "done", "已办结", "done"
    NO_SHOW = "no-show", "过号", "missed"
    VOID = "void", "作废", "void"
    CANCELLED = "cancelled", "已取消", "cancelled"
    EXPIRED = "expired", "已过期", "expired"


class TicketStep(StrEnum):
    """What can be done with a ticket."""

    ACTIVATE = "activate"
    VOID = "void"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    REQUEUE = "requeue"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    EXPIRE = "expire"


class Party(StrEnum):
    """Who may take a step."""

    KIOSK = "kiosk"
    CLERK = "clerk"  # at the window that holds the ticket
    GUIDE = "guide"  # the guide desk or the duty leader
    LEDGER = "ledger"  # the day's end


S, T, P = TicketState, TicketStep, Party

TRANSITIONS: dict[tuple[TicketState, TicketStep], tuple[TicketState, frozenset[Party]]] = {
    (S.RESERVED, T.ACTIVATE): (S.WAITING, frozenset({P.KIOSK, P.GUIDE})),
    (S.RESERVED, T.VOID): (S.VOID, frozenset({P.KIOSK, P.GUIDE})),
    (S.RESERVED, T.EXPIRE): (S.VOID, frozenset({P.LEDGER})),
    (S.WAITING, T.CALL): (S.CALLED, frozenset({P.CLERK})),
    (S.WAITING, T.CANCEL): (S.CANCELLED, frozenset({P.KIOSK, P.GUIDE})),
    (S.WAITING, T.EXPIRE): (S.EXPIRED, frozenset({P.LEDGER})),
    (S.CALLED, T.RECALL): (S.CALLED, frozenset({P.CLERK})),
    (S.CALLED, T.START): (S.SERVING, frozenset({P.CLERK})),
    (S.CALLED, T.MISS): (S.NO_SHOW, frozenset({P.CLERK})),
    (S.CALLED, T.TRANSFER): (S.WAITING, frozenset({P.CLERK})),
    (S.CALLED, T.EXPIRE): (S.EXPIRED, frozenset({P.LEDGER})),
    (S.SERVING, T.FINISH): (S.DONE, frozenset({P.CLERK})),
    (S.SERVING, T.TRANSFER): (S.WAITING, frozenset({P.CLERK})),
    (S.NO_SHOW, T.REQUEUE): (S.WAITING, frozenset({P.KIOSK, P.CLERK, P.GUIDE})),
}


def next_state(state: TicketState, step: TicketStep, party: Party) -> TicketState | None:
    """Where `step` leads, or None where the table does not allow `party` to take it."""
    entry = TRANSITIONS.get((state, step))
    if entry is None or party not in entry[1]:
        return None
    return entry[0]
