"""Where the guide is, as frozen values, and the keys that lead on. Pure."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from broker.domain.hall import PriorityClass
from broker.domain.opinions.facts import OpinionLeft
from broker.domain.requests import Found, Listed


class Key(StrEnum):
    """What can be pressed. Some keys come with a value: a queue, a group, a number."""

    TAKE = "take"  # the five ways along the side
    FIND = "find"
    MISSED = "missed"
    WAITING = "waiting"
    OPINIONS = "opinions"
    SIGN_OUT = "sign-out"
    KEYPAD = "keypad"
    BACK = "back"
    PREVIOUS = "previous"
    NEXT = "next"
    QUEUE = "queue"
    GROUP = "group"
    SLOT = "slot"  # 预约: a time of day
    GET = "get"  # 取号
    NOTED = "noted"  # 已记下
    GIVE_UP = "give-up"  # nobody wants it
    DONE = "done"
    OPEN = "open"  # a ticket, by its number
    READ = "read"  # what was written with an opinion, by its code
    REQUEUE = "requeue"
    CANCEL = "cancel"
    REASON = "reason"  # of a cancellation
    REPRINT = "reprint"  # 补打
    UNDO = "undo"  # 撤销


WAYS = (Key.TAKE, Key.FIND, Key.MISSED, Key.WAITING, Key.OPINIONS)


class EmptySeat(Struct, frozen=True):
    """Nobody sits here."""


class ChooseQueue(Struct, frozen=True):
    """The queues, or those that match what was typed."""

    text: str = ""
    page: int = 0


class TakeNumber(Struct, frozen=True):
    """The last look before a number is taken. `key` is the idempotency key: however often 取号 is
    pressed here, the ledger is asked for one number. `slot` is a time of day, `09:30`. With a
    `code` the queue is the one that was booked, and is not known here."""

    queue: str
    key: str
    group: PriorityClass = PriorityClass.ORDINARY
    slot: str = ""
    code: str = ""


class Giving(Struct, frozen=True):
    """A number is being given; how far it has come is the transaction's own stage."""


class Find(Struct, frozen=True):
    """A number is typed."""

    text: str = ""


class Missed(Struct, frozen=True):
    """Who missed the call; None until the ledger has told."""

    listed: Listed | None = None
    page: int = 0


class WaitingList(Struct, frozen=True):
    """Who waits; None until the ledger has told."""

    listed: Listed | None = None
    page: int = 0


class OpenOpinions(Struct, frozen=True):
    """What is open in the opinion box; None until the ledger has told."""

    listed: Listed | None = None
    page: int = 0


class OpinionRead(Struct, frozen=True):
    """What was written with one; None until the ledger has told, "" where it has nothing. 返回
    leads to `under`."""

    left: OpinionLeft
    under: OpenOpinions
    words: str | None = None


class Dossier(Struct, frozen=True):
    """One ticket and what is recorded of it. 返回 leads to `under`."""

    found: Found
    under: ChooseQueue | Find | Missed | WaitingList
    page: int = 0


class Cancelling(Struct, frozen=True):
    """Really? And why? 返回 leads to the ticket."""

    dossier: Dossier


Paged = ChooseQueue | Missed | WaitingList | OpenOpinions | Dossier
"""Those with a list in pages."""

Screen = EmptySeat | TakeNumber | Giving | Find | Cancelling | OpinionRead | Paged
