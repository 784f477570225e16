"""PEM (RFC 7468) as one line of base 64, for messages have no line ends in their texts. Pure."""

from __future__ import annotations

import textwrap

CERTIFICATE = "CERTIFICATE"
REQUEST = "CERTIFICATE REQUEST"
_WIDTH = 64  # RFC 7468, 2: characters of each line but the last


def one_line(pem: str) -> str:
    """What stands between the first pair of such lines; nothing where there is none."""
    lines = iter(pem.splitlines())
    next((each for each in lines if each.startswith("-----BEGIN ")), None)
    found: list[str] = []
    for each in lines:
        if each.startswith("-----END "):
            return "".join(found)
        found.append(each.strip())
    return ""


def in_lines(line: str, label: str) -> str:
    """PEM again."""
    body = "\n".join(textwrap.wrap(line, _WIDTH))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"
