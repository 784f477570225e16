"""What was left in the opinion box, and how it was settled.

Choices alone: no words of the citizen's, no name, no telephone. A fact is for ever, and what is
typed into a box names people sooner or later. What somebody wrote stands beside the ledger until
the opinion is settled (`broker.ledger.written_file`); the fact says how much it was.
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

from broker.domain.base import Count, Fact, Moment, Sentence, Word
from broker.domain.ids import RequestId, StaffId

CODE_DIGITS = 8


class OpinionKind(StrEnum):
    """What it is."""

    PRAISE = "praise"  # 表扬
    SUGGESTION = "suggestion"  # 建议
    COMPLAINT = "complaint"  # 投诉
    HELP = "help"  # 求助


class About(StrEnum):
    """What it is about."""

    WINDOW = "window"  # 窗口服务
    WAITING = "waiting"  # 排队等候
    FACILITY = "facility"  # 设施环境
    OTHER = "other"  # 其他


class OpinionLeft(Fact, frozen=True):
    """A citizen left it at `device`, at `left_at` by its clock. `window`: the one that it is about;
    0: none was named. `written`: how many characters of words came with it; `lost`: they could not
    be kept."""

    opinion: RequestId
    kind: OpinionKind
    about: About
    device: Word
    left_at: Moment
    window: int = 0
    written: Count = 0
    lost: bool = False

    @property
    def has_words(self) -> bool:
        """Whether words of it stand beside the ledger until it is settled."""
        return self.written > 0 and not self.lost


class OpinionSettled(Fact, frozen=True):
    """Somebody has looked into it, and says what came of it."""

    opinion: RequestId
    outcome: Sentence
    by: StaffId


OpinionFact = OpinionLeft | OpinionSettled


def code_of(opinion: RequestId) -> str:
    """What the citizen is given to ask by: it follows from the id, so that a kiosk knows it though
    the ledger is away, and both say the same."""
    digest = int.from_bytes(sha256(opinion.encode()).digest()[:8], "big")
    return f"{digest % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
