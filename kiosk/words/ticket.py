"""Words of the ticket kiosk."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}
