"""What happened, in the past tense: the only thing the ledger stores.

Each fact is a frozen value with a tag; on disk and on the bus it is the same JSON. Facts are
never changed or removed; what follows from them (`broker.domain.floor`) can always be rebuilt.
Times are UTC. No fact holds a name, an id-card number or a fingerprint. Each topic has its own.
"""

from __future__ import annotations

from broker.domain.attendance.facts import AttendanceFact
from broker.domain.calling.facts import CallingFact
from broker.domain.desks.facts import DeskFact
from broker.domain.enrolment.facts import EnrolmentFact
from broker.domain.opinions.facts import OpinionFact
from broker.domain.ratings.facts import RatingFact
from broker.domain.series.facts import SeriesFact
from broker.domain.tickets.facts import TicketFact
from broker.domain.waiting.facts import WaitingFact
from broker.domain.windows.facts import WindowFact

AnyFact = (
    TicketFact
    | SeriesFact
    | DeskFact
    | WindowFact
    | CallingFact
    | RatingFact
    | WaitingFact
    | AttendanceFact
    | EnrolmentFact
    | OpinionFact
)
