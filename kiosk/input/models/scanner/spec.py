"""What scanners send. Key codes are those of Linux's `input-event-codes.h`; the characters are of a
US keyboard, as which scanners are delivered (docs/protocols/scanner.md)."""

from __future__ import annotations

EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3
UP, DOWN = 0, 1  # of a key; 2: it repeats

ENDS = frozenset({28, 96, 15})  # Enter, that of the keypad, Tab
SHIFTS = frozenset({42, 54})
ALTS = frozenset({56, 100})  # held while the decimal number of a character is typed
QUIET = frozenset({29, 97, 125, 126, 58, 69, 70})  # Ctrl, Meta, locks: no characters

_ROWS = {
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
    57: (" ", " "),
}
_KEYPAD = {71: "789-456+1230.", 55: "*", 98: "/", 117: "="}

CHARACTERS: dict[int, tuple[str, str]] = {
    **{
        first + at: (plain[at], shifted[at])
        for first, (plain, shifted) in _ROWS.items()
        for at in range(len(plain))
    },
    **{first + at: (each, each) for first, row in _KEYPAD.items() for at, each in enumerate(row)},
}
"""What a key means, without and with Shift."""

ALT_CODES = range(32, 127)  # what Alt and a number mean in all code pages; above, each has its own

MOST = 512  # characters of a code that is believed; ours
STALE = 0.15  # seconds of silence after which half a code is forgotten; ours
BAUD = 9600  # of scanners that call themselves a serial port; USB does not mind
LINE_END = 0x0D  # a line feed may stand within a code
