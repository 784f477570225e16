"""The fonts in a card: which heights, which characters, and what it begins a text in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from queue_display.models.onbon import spec

SIZES = {
    spec.FontSize.DOTS_16: 16,
    spec.FontSize.DOTS_24: 24,
    spec.FontSize.DOTS_32: 32,
}
CHARSETS = {
    spec.Encoding.GB2312: "gb2312",
    spec.Encoding.GBK: "gbk",
    spec.Encoding.UNICODE: "unicode",
}
UNLIT = "\u3000"


@dataclass(frozen=True, slots=True)
class Fonts:
    """`sizes` in dots and `charsets` by name; every size is there in every charset. `begins` is
    the size of a text that does not say its own, in the largest charset. What a real card begins
    in no source tells."""

    sizes: frozenset[int] = frozenset({16, 24, 32})
    charsets: frozenset[str] = frozenset({"gb2312", "gbk"})
    begins: int = 16

    @property
    def first(self) -> str:
        """The charset of a text that does not say its own."""
        return "gb2312" if self.charsets == {"gb2312"} else "gbk"

    def gone(self) -> Fonts:
        """After a format."""
        return replace(self, sizes=frozenset())

    def named(self, digits: bytes) -> tuple[str, int] | None:
        """Charset and size of the three digits of a font code, None where the card has it not."""
        charset = CHARSETS.get(spec.Encoding(digits[0] - 0x30)) if digits[0] < 0x33 else None
        size = SIZES.get(spec.FontSize(digits[2] - 0x30)) if digits[2] < 0x33 else None
        if charset not in self.charsets or size not in self.sizes:
            return None
        return (charset, size) if charset is not None and size is not None else None


def drawn(pair: bytes, charset: str) -> str:
    """The character of two bytes in a font of this charset; one that the font has not stays dark.

    Text travels as GBK whatever the font's charset (how a Unicode text looks nobody has shown).
    """
    try:
        char = pair.decode("gbk")
        char.encode("gbk" if charset == "unicode" else charset)
    except UnicodeError:
        return UNLIT
    return char
