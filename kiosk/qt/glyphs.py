"""Text in characters that the screen's fonts can draw: the bundled one, and behind it those of the
system. What none has is folded to what says the same, or stands as 〓 where it was a box."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtGui import QFontMetrics, QGuiApplication

from broker.domain.text.folding import MARK, folded
from kiosk.qt.line_ends import held

WIDE_BLANK = "\u3000"


@lru_cache(maxsize=4096)
def drawn(text: str) -> str:
    """`text` as it can be drawn; its line ends stay."""
    return "\n".join(folded(line, _drawn, MARK) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def drawn_held(text: str) -> str:
    """The same, and no line ends where a reader stumbles."""
    return held(drawn(text))


@cache
def _drawn(char: str) -> bool:
    if not (char.isprintable() or char == WIDE_BLANK):
        return False
    return QFontMetrics(QGuiApplication.font()).inFontUcs4(ord(char))
