"""Which PINs are too easy to guess. Pure."""

from __future__ import annotations

from itertools import pairwise

from broker.domain.alerts import Sentences
from broker.domain.hall import ENROLLERS, Member

LEAST = 4  # digits
LEAST_OF_LEADERS = 6  # of whoever may correct a month or enrol a finger
MOST = 8  # digits that a screen takes

_DIGITS = Sentences("密码须为 {least} 至 {most} 位数字", "a PIN has {least} to {most} digits")
_SAME = Sentences("密码不能是同一个数字", "a PIN is not one digit all over")
_ROW = Sentences("密码不能是顺着数的数字", "a PIN does not count up or down")
_NUMBER = Sentences("密码不能是工号", "a PIN is not the staff number")


def least_digits(member: Member) -> int:
    """How many digits the PIN of somebody has at least."""
    return LEAST_OF_LEADERS if member.role in ENROLLERS else LEAST


def weakness(pin: str, member: Member) -> Sentences | None:
    """Why this may not be the PIN of `member`; None where it may."""
    least = least_digits(member)
    if not (pin.isascii() and pin.isdecimal() and least <= len(pin) <= MOST):
        return _DIGITS.filled(least=least, most=MOST)
    if len(set(pin)) == 1:
        return _SAME
    if {int(later) - int(earlier) for earlier, later in pairwise(pin)} in ({1}, {-1}):
        return _ROW
    return _NUMBER if member.id in pin or pin in member.id else None
