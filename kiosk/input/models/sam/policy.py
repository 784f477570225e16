"""How patient the driver is with a reader. Seconds, on the driver's clock."""

from __future__ import annotations

from dataclasses import dataclass, replace

from broker.service.driver import LinePace
from kiosk.input.models.sam.spec import SamRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPolicy:
    """Others wait 0.1 s when they look for a card, 0.3 s for an id and 2 s for a read
    (docs/protocols/sam.md); who waits longer loses nothing. A read that comes so long after it was
    given up is still `owed`, and would be taken for that of the next card: until then none is read.

    After an answer that brought nothing it is looked for a card again in `pause`. A reader that
    has said nothing for `silence` is away. What lies there is read again only after `lies`, and
    where no card was found for `lifted` it has been taken away.
    """

    find: float = 0.5
    identify: float = 0.5
    read: float = 2.0
    owed: float = 3.0
    pause: float = 0.2
    silence: float = 3.0
    lies: float = 2.0
    lifted: float = 3.0
    tries: int = 3  # of reading a card that is there
    unread: int = 3  # cards one after another: then it is the reader

    def patience(self, request: SamRequest) -> float:
        """How long the answer to `request` is waited for."""
        match request:
            case SamRequest.FIND | SamRequest.SELECT:
                return self.find
            case SamRequest.READ:
                return self.read
            case _:
                return self.identify

    def paced(self, pace: LinePace) -> CardPolicy:
        """For a line on which answers take longer."""
        slow = pace.patience
        if slow is None:
            return self
        return replace(
            self,
            find=slow,
            identify=slow,
            read=self.read + slow,
            owed=self.owed + slow,
            silence=max(self.silence, 3 * slow),
        )
