"""Where a line of a text must not end: within a span of time, and before the last character.

Chinese has no gaps, so Qt ends a line after any character: 供排水与市政 loses its 政, and a span of
time ends with its dash. A word joiner, which is not seen, says that no line ends there.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
_SPAN = re.compile(r"(?<=\d)\s?[–—～]\s?(?=\d)")
_HAN = r"[\u3400-\u9fff]"
_LAST = re.compile(
    rf"(?<=.{{2}}{_HAN}{{3}})(?={_HAN}[，。；：？）”》]?$)|(?<=（{_HAN})(?={_HAN}）$)", re.MULTILINE
)


def held(text: str) -> str:
    """`text` with joiners: short names have room, and stay as they are."""
    return _LAST.sub(JOINER, _SPAN.sub(_span, text)) if not text.isascii() else text


def _span(dash: re.Match[str]) -> str:
    return f"{dash[0].strip()}{JOINER}"


def bare(text: str) -> str:
    """`text` as it is read, without joiners."""
    return text.replace(JOINER, "")
