"""What stands on slips: the address they link to."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from broker.domain.checking.problem import KeyPath, Problem
from broker.domain.hall import Hall

_PATH: KeyPath = ("hall", "public_url")
_REMEDY = 'write one like "https://hall.example.gov.cn", or leave it out'


def public_url(hall: Hall) -> Iterator[Problem]:
    """A phone opens it as it stands, and what belongs to one ticket is added behind it."""
    found = hall.hall.public_url
    if found and (flaw := _flaw(found)):
        yield Problem(_PATH, f"{found!r} {flaw}", _REMEDY)


def _flaw(found: str) -> str:
    """Why slips cannot link there; "" where they can."""
    try:
        parts = urlsplit(found)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address of a page"
    if not found.isascii() or any(each <= " " for each in found):
        return "has blanks or letters that stand in no address"
    if parts.scheme != "https":
        return "does not begin with https://, and what stands on a page is the citizen's"
    if not host:
        return "names no host"
    if parts.username is not None or "?" in found or "#" in found:
        return "has more than a host and a path"
    return ""
