"""The bars of each character, from the standards: ISO 15420 (EAN, UPC), ISO 16388 (Code 39),
ISO 16390 (ITF), ISO 15417 (Code 128), AIM BC3 (Codabar) and BC5 (Code 93)."""

from __future__ import annotations

EAN_GUARD = "# #"
EAN_MIDDLE = " # # "
UPC_E_END = " # # #"


def _words(row: str) -> tuple[str, ...]:
    return tuple(row.split())


def _modules(row: str) -> tuple[str, ...]:
    return tuple(each.translate(str.maketrans("01", " #")) for each in row.split())


_L = _modules("0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011")
_G = _modules("0100111 0110011 0011011 0100001 0011101 0111001 0000101 0010001 0001001 0010111")
EAN_LEFT = {"L": _L, "G": _G}
EAN_PARITY = (
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
)  # by the first digit, which has no bars
UPC_E_PARITY = (
    *("GGGLLL", "GGLGLL", "GGLLGL", "GGLLLG", "GLGGLL"),
    *("GLLGGL", "GLLLGG", "GLGLGL", "GLGLLG", "GLLGLG"),
)  # by the check digit

# Nine elements, bar and space in turn: n narrow, w wide.
CODE39 = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*",
        _words(
            "nnnwwnwnn wnnwnnnnw nnwwnnnnw wnwwnnnnn nnnwwnnnw wnnwwnnnn nnwwwnnnn nnnwnnwnw "
            "wnnwnnwnn nnwwnnwnn wnnnnwnnw nnwnnwnnw wnwnnwnnn nnnnwwnnw wnnnwwnnn nnwnwwnnn "
            "nnnnnwwnw wnnnnwwnn nnwnnwwnn nnnnwwwnn wnnnnnnww nnwnnnnww wnwnnnnwn nnnnwnnww "
            "wnnnwnnwn nnwnwnnwn nnnnnnwww wnnnnnwwn nnwnnnwwn nnnnwnwwn wwnnnnnnw nwwnnnnnw "
            "wwwnnnnnn nwnnwnnnw wwnnwnnnn nwwnwnnnn nwnnnnwnw wwnnnnwnn nwwnnnwnn nwnwnwnnn "
            "nwnwnnnwn nwnnnwnwn nnnwnwnwn nwnnwnwnn"
        ),
        strict=True,
    )
)
ITF = ("nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn")
CODABAR = dict(
    zip(
        "0123456789-$:/.+ABCD",
        _words(
            "nnnnnww nnnnwwn nnnwnnw wwnnnnn nnwnnwn wnnnnwn nwnnnnw nwnnwnn nwwnnnn wnnwnnn "
            "nnnwwnn nnwwnnn wnnnwnw wnwnnnw wnwnwnn nnwnwnw nnwwnwn nwnwnnw nnnwnww nnnwwwn"
        ),
        strict=True,
    )
)

# Widths of six elements; values 43 to 46 shift the character that follows.
_CODE93_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
CODE93 = _words(
    "131112 111213 111312 111411 121113 121212 121311 111114 131211 141111 211113 211212 "
    "211311 221112 221211 231111 112113 112212 112311 122112 132111 111123 111222 111321 "
    "121122 131121 212112 212211 211122 211221 221121 222111 112122 112221 122121 123111 "
    "121131 311112 311211 321111 112131 113121 211131 121221 312111 311121 122211"
)
CODE93_EDGE = "111141"
_DOLLAR, _PERCENT, _SLASH, _PLUS = 43, 44, 45, 46


def code93_values(char: str) -> list[int]:
    """A character of ASCII, with the shift it needs."""
    if char in _CODE93_CHARS:
        return [_CODE93_CHARS.index(char)]
    return [shift := _shift(ord(char)), _CODE93_CHARS.index(_shifted(ord(char), shift))]


_PERCENTS = dict(
    zip("\0\x1b\x1c\x1d\x1e\x1f;<=>?[\\]^_{|}~\x7f@`", "UABCDEFGHIJKLMNOPQRSTVW", strict=True)
)


def _shift(code: int) -> int:
    if 1 <= code <= 26:
        return _DOLLAR
    if ord("a") <= code <= ord("z"):
        return _PLUS
    return _SLASH if ord("!") <= code <= ord(":") else _PERCENT


def _shifted(code: int, shift: int) -> str:
    """Code 93 writes `a` as (+)A, `!` as (/)A, 1 as ($)A, and the rest as (%) and a letter."""
    match shift:
        case 43:
            return chr(code + 64)
        case 46:
            return chr(code - 32)
        case 45:
            return chr(code + 32)
    return _PERCENTS[chr(code)]


CODE128 = _words(
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 "
    "112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 "
    "311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 "
    "124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
CODE128_START = {"A": 103, "B": 104, "C": 105}
CODE128_START_A = 103
CODE128_STOP = 106
CODE128_SWITCH = {"A": 101, "B": 100, "C": 99}
CODE128_FUNCTION = {
    "A": {"1": 102, "2": 97, "3": 96, "4": 101, "S": 98},
    "B": {"1": 102, "2": 97, "3": 96, "4": 100, "S": 98},
    "C": {"1": 102},
}


def code128_value(char: str, chosen: str) -> int:
    """The value of a character in a set, in C of a pair of digits; `KeyError` where it has none."""
    code = ord(char)
    if chosen == "C" and code < 100:
        return code
    if chosen == "A" and code < 0x60:
        return code - 32 if code >= 32 else code + 64
    if chosen == "B" and 32 <= code < 0x80:
        return code - 32
    raise KeyError(char)
