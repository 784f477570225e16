"""What a kiosk leaves in the opinion box, and what a supervisor says of it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.base import Count, Moment, Request, Sentence
from broker.domain.ids import RequestId, StaffId
from broker.domain.opinions.facts import About, OpinionKind
from broker.domain.text.kinds import Written

MOST_READ = 10  # opinions whose words one question asks for: what a desk shows at a time


class LeaveOpinion(Request, frozen=True):
    """A citizen has chosen, and handed it in. It may come hours later, with the ledger. `window` is
    the one it is about, 0 where none was named. `words` are what they wrote, if anything. The
    ledger's door takes them out before anything is decided, and says in `written` how many
    characters they were and in `lost` whether they could not be kept; what a sender says there is
    not looked at."""

    kind: OpinionKind
    about: About
    left_at: Moment
    window: Annotated[int, Meta(ge=0)] = 0
    words: Written = ""
    written: Count = 0
    lost: bool = False


class SettleOpinion(Request, frozen=True):
    """`by` has looked into it; `reason` is what came of it, and names nobody."""

    opinion: Annotated[RequestId, Meta(min_length=8)]
    reason: Sentence
    by: StaffId


class ListOpinions(Request, frozen=True):
    """Which are open, the oldest first. Nothing is written."""


class ReadWords(Request, frozen=True):
    """What was written with these, for somebody who may settle them: `by`. Nothing is written."""

    opinions: Annotated[tuple[RequestId, ...], Meta(max_length=MOST_READ)]
    by: StaffId


class WordsOf(Struct, frozen=True):
    """What a citizen wrote with one."""

    opinion: RequestId
    words: Written


OpinionQuery = ListOpinions | ReadWords
OpinionRequest = LeaveOpinion | SettleOpinion
