"""An invitation: who is expected, the code by which they are known, and when it is over. Pure.

A code is good for one machine, for an hour, and for five tries. Ten letters of thirty-two are fifty
bits: whoever guesses has one chance in two hundred million million, and then another has to ask the
hall for a new invitation. Letters and digits that look alike are not among them (Crockford's
base 32), and none is told from another by being small.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

LIFE = timedelta(hours=1)
TRIES = 5  # of wrong codes; then the invitation is over
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HALF = 5  # letters that stand together


class Over(Enum):
    """Why nobody is let in any more, or not with that."""

    WRONG = "wrong-code"
    TRIED = "tried-too-often"
    LATE = "too-late"
    USED = "used"


def new_code() -> str:
    """A code nobody had before: `7QK4M-93ZTB`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def same_code(typed: str, code: str) -> bool:
    """Whether that was meant: dashes, spaces and small letters are all one, and so are O and 0, or
    I, L and 1. How long it takes says nothing of how much of it was right."""
    return hmac.compare_digest(_plain(typed).encode(), _plain(code).encode())


def _plain(code: str) -> str:
    alike = str.maketrans("OIL", "011", "- \t")
    return code.upper().translate(alike)


@dataclass
class Invitation:
    """One invitation of `clients`, and what became of it."""

    clients: tuple[str, ...]
    code: str
    until: datetime
    wrong: int = field(default=0, init=False)
    used: bool = field(default=False, init=False)

    def judge(self, typed: str, now: datetime) -> Over | None:
        """Why whoever shows this code is not let in; None where he is. Wrong ones are counted."""
        if over := self.over(now):
            return over
        if same_code(typed, self.code):
            return None
        self.wrong += 1
        return Over.TRIED if self.wrong >= TRIES else Over.WRONG

    def over(self, now: datetime) -> Over | None:
        """Why it is over, whoever comes; None while somebody may come."""
        if self.used:
            return Over.USED
        if self.wrong >= TRIES:
            return Over.TRIED
        return Over.LATE if now >= self.until else None
