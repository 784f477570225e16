"""Answers that are made from the floor as it stands, and change nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from broker.bus.base import Asked
from broker.domain.alerts import Sentences
from broker.domain.errors import StoreError
from broker.domain.floor import Floor
from broker.domain.ids import RequestId
from broker.domain.queries import standing
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Answer, AnyChange, AnyQuery, Refused
from broker.language import in_chinese
from broker.ledger.histories import Histories, look_up
from broker.ledger.store import Store

log = logging.getLogger(__name__)

Answers = list[tuple[Asked, Answer]]
"""Who asked, and what is said."""
Change = tuple[Asked, AnyChange]
"""One of the requests that a turn decides."""


def refused(
    request: RequestId,
    now: datetime,
    refusal: Refusal,
    floor: Floor | None = None,
    histories: Histories | None = None,
) -> Refused:
    """The answer that says no, with the ticket that stands in the way."""
    ticket = floor.tickets.get(refusal.about) if floor is not None else None
    told = standing(floor, ticket, now) if floor is not None and ticket is not None else None
    return Refused(
        request=request,
        at=now,
        code=refusal.code,
        zh=refusal.zh,
        en=refusal.en,
        ticket=histories.linked(told) if histories is not None and told is not None else told,
    )


def unreadable(asked: Asked, now: datetime) -> Refused:
    """The answer to what is no request, with what is wrong with it."""
    why = Sentences(in_chinese(asked.trouble), asked.trouble)
    return refused(asked.id, now, Refusal(No.UNREADABLE, why=why))


def rules_failed(request: AnyChange) -> Sentences:
    """What staff are told while a request stays unanswered: only an upgrade can decide it."""
    return Sentences(
        f"台账不能处理 {request.source} 的请求（{type(request).__name__} {request.id}），"
        "它仍未登记；请把日志交给开发者",
        f"The ledger cannot decide a request of {request.source} ({type(request).__name__}"
        f" {request.id}); it is not recorded: send its journal to the developers",
    )


def looked_up(
    floor: Floor,
    histories: Histories,
    store: Store,
    queries: Iterable[tuple[Asked, AnyQuery]],
    now: datetime,
) -> Answers:
    """The answers to queries; none to one where our own code failed. Raises `StoreError`."""
    found = [(asked, _one(floor, histories, store, query, now)) for asked, query in queries]
    return [(asked, answer) for asked, answer in found if answer is not None]


def _one(
    floor: Floor, histories: Histories, store: Store, query: AnyQuery, now: datetime
) -> Answer | None:
    try:
        return look_up(floor, histories, store, query, now)
    except Refusal as refusal:
        return refused(query.id, now, refusal)
    except StoreError:
        raise
    except Exception:
        log.exception("%s cannot be looked up; it stays unanswered", type(query).__name__)
        return None
