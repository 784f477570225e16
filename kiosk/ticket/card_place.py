"""Where a card is laid at a kiosk, or a code is held: values only. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.input.came import InputTrouble


class CardPlace(Struct, frozen=True):
    """Where a card may be laid: `exists` at this kiosk, and `trouble` why it tells nothing now."""

    exists: bool = False
    trouble: InputTrouble | None = None

    @property
    def works(self) -> bool:
        """Whether a card that is laid down is read."""
        return self.exists and self.trouble is None


NO_PLACE = CardPlace()
