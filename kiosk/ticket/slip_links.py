"""Which number the link of a slip belongs to. Pure.

The link's token is made from the id of the reservation (ADR 54), which stands beside each fact that
the ledger tells: so a kiosk that has heard of a number knows its link, whichever screen gave it,
and no message carries a token. Of what was given before this program began it knows nothing, nor
of spare numbers that were merged; whoever holds such a slip types the number.
"""

from __future__ import annotations

from datetime import date

from broker.domain.slips import slip_link
from kiosk.ticket.events import SlipGiven


class SlipLinks:
    """The links of one day, below the hall's address; "": the hall has none."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._day: date | None = None
        self._numbers: dict[str, str] = {}

    def given(self, slip: SlipGiven) -> None:
        """A number was given. Those of another day mean nobody any more."""
        if not self._public_url:
            return
        if slip.day != self._day:
            self._day = slip.day
            self._numbers.clear()
        self._numbers[slip_link(self._public_url, slip.reservation)] = slip.number

    def number(self, text: str) -> str:
        """The number of this link; "" where it is not known."""
        return self._numbers.get(text.strip(), "")
