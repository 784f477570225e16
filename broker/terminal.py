"""What is written to a terminal: text, and nothing that a terminal would obey.

Alerts, reasons and topics come over the bus, where a stranger may have written them. An escape
sequence in one would colour, clear or retitle the terminal of whoever looks; a turned direction
would let him read something else.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TextIO

from broker.language import translated

_KEPT = "\n\t"


def plain(text: str, kept: str = _KEPT) -> str:
    r"""`text` with what a terminal would obey spelled out (`\x1b`), but for the `kept` ones."""
    if text.isprintable():
        return text
    return "".join(each if each in kept or not _obeyed(each) else _spelled(each) for each in text)


def say(text: str) -> None:
    """One line for the person at the terminal."""
    _write(sys.stdout, plain(translated(text), "\t") + "\n")


def show(text: str) -> None:
    """Lines for the person at the terminal, as they are."""
    _write(sys.stdout, plain(translated(text)))


def complain(text: str) -> None:
    """Lines about what went wrong, on standard error."""
    _write(sys.stderr, plain(translated(text)) + "\n")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def _obeyed(each: str) -> bool:
    """Control characters, and those that turn the direction of writing or cannot be written."""
    return unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _spelled(each: str) -> str:
    return each.encode("unicode_escape", "surrogatepass").decode("ascii")
