"""The guide desk (导办台) gives numbers too, with nothing but an MQTT client: a kiosk of one's own.

Its citizens hold no slip; they read the number from the tablet they are shown.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field

from broker.domain.hall import PriorityClass
from broker.domain.requests import Granted
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from firmware_mocks.rehearsal.opening import Opened

_GROUPS = (*[PriorityClass.ORDINARY] * 6, PriorityClass.ELDERLY, PriorityClass.INFANT)


@dataclass
class GuideDesk:
    """Helps whoever does not like the kiosks."""

    hall: Opened
    dice: random.Random
    every: tuple[float, float]  # real seconds between two people who ask
    closing: threading.Event = field(default_factory=threading.Event)

    def help(self) -> None:
        """Until the hall gives no more numbers."""
        while not self.closing.wait(self.dice.uniform(*self.every)):
            queues = self._served()
            if queues:
                self._give(self.dice.choice(queues))

    def _give(self, queue: str) -> None:
        group = self.dice.choice(_GROUPS)
        answer = self.hall.onlooker.ask(ReserveTicket, queue=queue, group=group)
        if isinstance(answer, Granted):
            for fact in answer.facts:
                if isinstance(fact, TicketReserved):
                    self.hall.onlooker.ask(ActivateTicket, ticket=fact.ticket, paper=HeldAs.SCREEN)

    def _served(self) -> list[str]:
        queues = self.hall.onlooker.queues
        return sorted(key for key, state in queues.items() if state.windows_open)
