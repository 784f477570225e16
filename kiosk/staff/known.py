"""What a screen of staff has heard of the hall."""

from __future__ import annotations

from typing import TypeVar

S = TypeVar("S")


def hear(known: dict[str, S], key: str, state: S | None) -> None:
    """A retained state, or None: it was taken back."""
    if state is None:
        known.pop(key, None)
    else:
        known[key] = state
