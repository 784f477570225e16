"""Which character a byte stands for: code pages, countries, Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

BROKEN = "\N{REPLACEMENT CHARACTER}"  # half a character, or a byte the page has none for

# n of ESC t n (Epson TM-T88V and TM-T20 manuals), as Python calls the page. Pages that Python does
# not know show `BROKEN` for their upper half: PC851, PC853, PC1098, Thai 42 and the like.
_PAGES = {
    0: "cp437", 1: "shift_jis", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857",
    14: "cp737", 15: "iso8859_7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858",
    21: "iso8859_11", 32: "cp720", 33: "cp775", 34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864",
    38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125", 45: "cp1250", 46: "cp1251",
    47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
    53: "kz1048",
}  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class FontChar:
    """A character, and whether its font is the Chinese one, twice as wide."""

    char: str
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`chinese`: bytes from 81 hex on begin a Chinese character; else `page` has them."""

    chinese: bool
    page: int = 0
    country: int = 0

    def glyph(self, data: bytes) -> FontChar:
        """The character of one to four bytes. A byte that is half of one is `BROKEN`."""
        if data[0] < 0x80:  # ASCII
            return FontChar(self._ascii(chr(data[0])))
        if self.chinese:
            return _chinese(data)
        return FontChar(_shown(data.decode(_PAGES.get(self.page, "ascii"), "replace")))

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


def _shown(char: str) -> str:
    """The one character that is seen: no-break spaces and soft hyphens are such as others."""
    if char in ("\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"):
        return " " if char.isspace() else "-"
    return char if len(char) == 1 and (char.isprintable() or char.isspace()) else BROKEN
