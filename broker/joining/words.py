"""What a machine that joins and the hall say to each other, as JSON over HTTP and TLS."""

from __future__ import annotations

from typing import Annotated, TypeVar

from msgspec import DecodeError, Meta, Struct
from msgspec.json import decode

AUTHORITY = "/authority"  # GET: the certificate of the hall's authority, PEM, for anybody
CODE = "/code"  # POST `CodeShown`, answer `Welcome`
PAPERS = "/papers"  # POST `SigningAsked`, answer `PapersGiven`
LARGEST = 64 * 1024  # bytes of what is asked
LARGEST_ANSWER = 64 * 1024 * 1024

Short = Annotated[str, Meta(max_length=100)]
Pem = Annotated[str, Meta(max_length=8192)]


class CodeShown(Struct, frozen=True):
    """A code."""

    code: Short


class Welcome(Struct, frozen=True):
    """Whom the code was made for: the hall, and what the machine is going to be there."""

    hall: Short
    name: str
    name_en: str
    clients: tuple[Short, ...]
    wire: Short = "v2"  # of the topics; halls that do not say it speak this one


class SigningAsked(Struct, frozen=True):
    """A request for a certificate (PKCS #10, PEM) of each client's own key."""

    code: Short
    requests: Annotated[dict[Short, Pem], Meta(max_length=40)]


class PapersGiven(Struct, frozen=True):
    """Certificates, where the broker is, and the hall's settings as far as the machine needs them;
    `settings` are files by their paths. A kiosk is given the secret of people's keys."""

    certificates: dict[str, str]
    host: str
    port: int
    settings: dict[str, bytes]
    person_secret: bytes = b""


class TurnedDown(Struct, frozen=True):
    """Nobody is let in with that; `code` is an `Over`."""

    code: str
    zh: str
    en: str


Said = TypeVar("Said", bound=Struct)


def understood(raw: bytes, kind: type[Said]) -> Said | None:
    """What was said; None where it is no such thing."""
    try:
        return decode(raw, type=kind)
    except (DecodeError, UnicodeDecodeError):
        return None
