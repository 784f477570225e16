"""Argon2id, as RFC 9106 and OWASP ask of it: 19 MiB, two passes, one lane."""

from __future__ import annotations

import ctypes
import os

from argon2.exceptions import Argon2Error, InvalidHash
from argon2.low_level import Type, hash_secret, verify_secret

_KIB = 19 * 1024
_PASSES = 2
_MMAP_THRESHOLD = -3  # of mallopt(3)


def _give_back_at_once() -> None:
    """Have glibc ask the kernel anew for each large piece of memory, and return it when it is free:
    by itself it keeps the 19 MiB of the second comparison for ever."""
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        c_library.mallopt(_MMAP_THRESHOLD, 1 << 20)


_give_back_at_once()

NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""What the PIN of nobody is compared with: no PIN has this hash, and finding that out takes as
long as for any other."""


def hashed(pin: str, *, kib: int = _KIB, passes: int = _PASSES) -> str:
    """The hash of a PIN with a salt of its own, and by what it was made."""
    made = hash_secret(pin.encode(), os.urandom(16), passes, kib, 1, 32, Type.ID)
    return made.decode("ascii")


def fits(made: str, pin: str) -> bool:
    """Whether `made` is a hash of this PIN; it says itself by which figures it was made."""
    try:
        return verify_secret(made.encode("ascii"), pin.encode("utf-8", "replace"), Type.ID)
    except (Argon2Error, InvalidHash, UnicodeEncodeError):
        return False
