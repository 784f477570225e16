"""What a kiosk leaves in the opinion box, and what a supervisor says of it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.base import Moment, Request, Sentence
from broker.domain.ids import RequestId, StaffId
from broker.domain.opinions.facts import About, OpinionKind


class LeaveOpinion(Request, frozen=True):
    """A citizen has chosen, and handed it in. It may come hours later, with the ledger. `window` is
    the one it is about, 0 where none was named."""

    kind: OpinionKind
    about: About
    left_at: Moment
    window: Annotated[int, Meta(ge=0)] = 0


class SettleOpinion(Request, frozen=True):
    """`by` has looked into it; `reason` is what came of it, and names nobody."""

    opinion: Annotated[RequestId, Meta(min_length=8)]
    reason: Sentence
    by: StaffId


class ListOpinions(Request, frozen=True):
    """Which are open, the oldest first. Nothing is written."""


OpinionQuery = ListOpinions
OpinionRequest = LeaveOpinion | SettleOpinion
