"""What a kiosk needs of a card reader's or a scanner's protocol beyond what every driver has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from broker.registry import Group
from broker.service.driver import Driver
from broker.service.session import Addresses, LastingSession, Session


class IdCardSession(Session[Any, Any], LastingSession, Protocol):
    """The conversation with one reader of ID cards.

    It looks for cards from when the wire opens, and reports an `IdCard` for each that is laid
    down, once for as long as it lies there; a `CardProblem` where it tells nothing; and each
    change of the reader's `InputState`. It keeps nothing of a card that it has reported, and what
    it was read from is wiped.
    """


@dataclass(frozen=True, kw_only=True)
class CardReaderDriver(Driver):
    """A driver of readers of ID cards. Nothing that its `describe` says, and no `Noise` of its
    decoder, may show a name or a number."""

    group: ClassVar[Group | None] = Group.CARD_READER

    session: Callable[[Addresses], IdCardSession]


@dataclass(frozen=True, kw_only=True)
class ScannerDriver(Driver):
    """A driver of scanners. Their sessions report `CodeRead`, the same code once for as long as it
    is held there, and each change of the scanner's `InputState`. Nothing that `describe` says, and
    no `Noise`, may show what was scanned."""

    group: ClassVar[Group | None] = Group.SCANNER
