"""What the guide desk wants done beside giving numbers. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.requests import AnyRequest
from kiosk.issuing import events as issuing


class Enquire(Struct, frozen=True):
    """Ask the ledger; the answer, or that there was none, follows."""

    request: AnyRequest


Effect = issuing.Effect | Enquire
