"""Which character a byte stands for: code pages, countries, Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from unicodedata import east_asian_width

from kiosk.printing.models.escpos import spec

BROKEN = "\N{REPLACEMENT CHARACTER}"  # half a character, or a byte the page has none for

# n of ESC R n: the twelve bytes that are another character in each country (Epson).
_REPLACED = "#$@[\\]^`{|}~"
_COUNTRIES = (
    "#$@[\\]^`{|}~",  # USA
    "#$à°ç§^`éùè¨",  # France
    "#$§ÄÖÜ^`äöüß",  # Germany
    "£$@[\\]^`{|}~",  # United Kingdom
    "#$@ÆØÅ^`æøå~",  # Denmark I
    "#¤ÉÄÖÅÜéäöåü",  # Sweden
    "#$@°\\é^ùàòèì",  # Italy
    "₧$@¡Ñ¿^`¨ñ}~",  # Spain I
    "#$@[¥]^`{|}~",  # Japan
    "#¤ÉÆØÅÜéæøåü",  # Norway
    "#$ÉÆØÅÜéæøåü",  # Denmark II
    "#$á¡Ñ¿é`íñóú",  # Spain II
    "#$á¡Ñ¿éüíñóú",  # Latin America
    "#$@[₩]^`{|}~",  # Korea
    "#$ŽŠĐĆČžšđćč",  # Slovenia, Croatia
    "#¥@[\\]^`{|}~",  # China
)


class HighBytes(Enum):
    """What bytes from 80 hex on are: one of a code page, part of a Chinese character, UTF-8."""

    PAGE = "page"
    CHINESE = "chinese"
    UNICODE = "unicode"


@dataclass(frozen=True, slots=True)
class FontChar:
    """A character, and whether its font is the Chinese one, twice as wide."""

    char: str
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`chinese`: bytes from 81 hex on begin a Chinese character; else `page` has them; with
    `unicode` (FS ( C) all are UTF-8, whatever the others say."""

    chinese: bool
    page: int = 0
    country: int = 0
    unicode: bool = False

    @property
    def reads(self) -> HighBytes:
        """How high bytes are read now."""
        if self.unicode:
            return HighBytes.UNICODE
        return HighBytes.CHINESE if self.chinese else HighBytes.PAGE

    def glyph(self, data: bytes) -> FontChar:
        """The character of one to four bytes. A byte that is half of one is `BROKEN`."""
        if data[0] < 0x80:  # ASCII
            return FontChar(self._ascii(chr(data[0])))
        if self.unicode:
            return _unicode(data)
        if self.chinese:
            return _chinese(data)
        return FontChar(_shown(data.decode(spec.CODE_PAGES.get(self.page, "ascii"), "replace")))

    def _ascii(self, char: str) -> str:
        if not char.isprintable():  # DEL
            return " "
        if self.country >= len(_COUNTRIES) or char not in _REPLACED:
            return char
        return _COUNTRIES[self.country][_REPLACED.index(char)]


def _chinese(data: bytes) -> FontChar:
    if len(data) == 1:
        return FontChar(BROKEN)
    return FontChar(_shown(data.decode(spec.ENCODING, "replace")), chinese=True)


def _unicode(data: bytes) -> FontChar:
    """What is as wide as two letters is in the Chinese font."""
    char = _shown(data.decode("utf-8", "replace"))
    return FontChar(char, chinese=char != BROKEN and east_asian_width(char) in ("W", "F"))


def _shown(char: str) -> str:
    """The one character that is seen: no-break spaces and soft hyphens are such as others."""
    if char in ("\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"):
        return " " if char.isspace() else "-"
    return char if len(char) == 1 and (char.isprintable() or char.isspace()) else BROKEN
