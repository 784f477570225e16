"""What a machine that joined is told, and asks for: its settings, and new papers in time."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.base import Count
from broker.wire.messages import Message

PART = 36_000  # bytes of settings in one message: as text of base 64 they fit into one

Der = Annotated[str, Meta(max_length=8192, examples=["MIIBpzCCAU2gAwIBAgIU"])]  # in base 64
Part = Annotated[str, Meta(max_length=PART * 4 // 3 + 4, examples=["eJyrVkrOSC3KBQALzwLx"])]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z", max_length=64, examples=["ab" * 32])]


class SettingsState(Message, frozen=True):
    """Which settings the machine of a client is to have: the SHA-256 of their files, and in how
    many parts they stand beside this."""

    digest: Digest
    parts: Count


class SettingsPart(Message, frozen=True):
    """One part of settings, from 0: bytes of base 64, of a compressed JSON object of files by their
    names."""

    digest: Digest
    number: Count
    data: Part


class PapersAsked(Message, frozen=True):
    """A machine's client asks for a certificate of a new key (PKCS #10,
    DER in base 64): its own grows old."""

    request: Der


class PapersRenewed(Message, frozen=True):
    """The certificate for the key that was asked for last (X.509, DER in base 64)."""

    certificate: Der
