"""The spare numbers (备用号) a kiosk holds, for when nobody answers it. Pure.

How it works, and why no number is given twice. The ledger grants blocks of numbers to this kiosk
alone (`broker.domain.series`); each is used from its first to its last, and what is used of it
(`SpareBlock.used`) only grows. All blocks are kept on disk, and a number is printed or shown only
when the blocks with it are there (`keeping`): so after a crash the next number is one that nobody
has seen, though one that nobody has seen may be passed over. A kiosk whose file is gone or damaged
has no blocks, gives no such number, and asks for new ones.

It is asked for numbers of today and of the next day the hall opens, when the ledger is first heard,
when less than half of a block is left, and every ten minutes, because days turn. One question at a
time; without an answer the same one again, for the ledger may have granted it.

Numbers of a block are in the order of their times: a clock that is set back stands still here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo

from msgspec.structs import replace

from broker.domain.ground import business_day
from broker.domain.hall import Hall
from broker.domain.holidays import works
from broker.domain.ids import RequestId, ticket_id, ticket_number
from broker.domain.requests import Answer, Granted
from broker.domain.series.facts import SeriesGranted
from broker.domain.series.requests import MOST_QUEUES, GrantSeries
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing.events import AskSeries, Effect, KeepSeries, Moment, Spare, SpareBlock

LOOK_SECONDS = 600.0  # between looks at what is left, and after the ledger had none
RETRY_SECONDS = 60.0  # between two questions, while nobody answers
_SEARCH_DAYS = 16  # the longest holiday, a weekend at either end


class Series:
    """What one kiosk holds; `source` is its name, `blocks` what its file kept.

    `due`: when `tick` is wanted, in monotonic seconds. `away`: nobody answered the last touch.
    """

    def __init__(
        self,
        hall: Hall,
        source: str,
        zone: tzinfo,
        mint: Callable[[], RequestId],
        blocks: Iterable[SpareBlock] = (),
    ) -> None:
        self._hall = hall
        self._source = source
        self._zone = zone
        self._mint = mint
        self._blocks = tuple(blocks)
        self._asked: GrantSeries | None = None
        self._heard_at: datetime | None = None  # the latest time the ledger has told
        self._issued: dict[str, tuple[date, int]] = {}  # of a queue, as the ledger told it
        self._since: dict[str, int] = {}  # given here since then
        self._up = self.away = False
        self.due: float | None = None

    # giving

    def gives(self, queue: str, at: datetime) -> bool:
        """Whether a spare number of this queue would be given now."""
        return (not self._up or self.away) and self._block(queue, at) is not None

    def giving(self, at: datetime) -> frozenset[str]:
        """All queues of which one would be given now: a screen looks often, so in one go."""
        if (self._up and not self.away) or not self._hall.kiosk.spare_numbers:
            return frozenset()
        day = self._day(at)
        there = (b for b in self._blocks if b.granted.day == day and b.left > 0)
        return frozenset(each.granted.queue for each in there)

    def is_full(self, queue: str, at: datetime) -> bool:
        """Whether all of today's numbers are given, as far as is known here."""
        found = self._hall.queue(queue)
        return bool(found and found.daily_limit and self._given(queue, at) >= found.daily_limit)

    def take(self, request: ReserveTicket, at: datetime) -> Spare | None:
        """The next number of this kiosk, at its time; None where there is none."""
        block = self._block(request.queue, at)
        if block is None or self.is_full(request.queue, at):
            return None
        times = (at, block.latest or at, self._heard_at or at)
        used = replace(block, used=block.used + 1, latest=max(times))
        self._blocks = tuple(used if each is block else each for each in self._blocks)
        self._since[request.queue] = self._since.get(request.queue, 0) + 1
        return Spare(self._reserved(block.granted, used, request), max(times))

    def keep(self) -> KeepSeries:
        """Have all of it on disk."""
        return KeepSeries(self._blocks)

    def _reserved(
        self, granted: SeriesGranted, used: SpareBlock, request: ReserveTicket
    ) -> TicketReserved:
        number = ticket_number(granted.prefix, granted.first + used.used - 1)
        return TicketReserved(
            ticket=ticket_id(granted.day, number),
            day=granted.day,
            queue=granted.queue,
            number=number,
            group=request.group,
            item=request.item,
            slot=request.slot,
            windows=tuple(each.number for each in self._hall.windows_of(granted.queue)),
            person=request.person,
        )

    def _block(self, queue: str, at: datetime) -> SpareBlock | None:
        if not self._hall.kiosk.spare_numbers:
            return None
        day = self._day(at)
        ours = (each for each in self._blocks if _is_of(each, queue, day))
        return next((each for each in ours if each.left > 0), None)

    def _given(self, queue: str, at: datetime) -> int:
        day, issued = self._issued.get(queue, (None, 0))
        here = self._since.get(queue, 0)
        if day != self._day(at):  # nothing was heard today: what was given here, this life or not
            issued = 0
            here = sum(e.used for e in self._blocks if _is_of(e, queue, self._day(at)))
        return issued + here

    # hearing

    def connection(self, up: bool, now: Moment) -> list[Effect]:
        """The bus came up or went down."""
        self._up = up
        self.due = None
        return self.ask(now) if up else []

    def hear_queue(self, queue: str, issued: int, at: datetime) -> None:
        """The ledger told how many numbers it has given of a queue, by its own time."""
        self._heard_at = max(at, self._heard_at or at)
        self._issued[queue] = (self._day(at), issued)
        self._since[queue] = 0

    def is_back(self) -> None:
        """The ledger lives: it told something, or answered."""
        if self.away:
            self.away = False
            self.due = None if self.due is None else 0.0

    def is_silent(self) -> None:
        """Nobody answered a touch."""
        self.away = True

    def _day(self, at: datetime) -> date:
        return business_day(at, self._zone, self._hall.hall.day_cutoff)  # type: ignore[arg-type]  # any zone will do

    # asking

    def tick(self, now: Moment) -> list[Effect]:
        """Look whether something is to be asked for."""
        return self.ask(now) if self.due is not None and self.due <= now.seconds else []

    def ask(self, now: Moment) -> list[Effect]:
        """Ask for what is wanted, or for the same once more."""
        if not self._up or not self._hall.kiosk.spare_numbers:
            self.due = None
            return []
        self._asked = self._asked or self._wanted(now)
        if self._asked is None:
            self.due = now.seconds + LOOK_SECONDS
            return []
        self.due = None  # until there is an answer, or none
        return [AskSeries(self._asked)]

    def answered(self, answer: Answer, now: Moment) -> list[Effect]:
        """What became of the question."""
        if self._asked is None or answer.request != self._asked.id:
            return []
        self._asked = None
        self.is_back()
        granted = answer.facts if isinstance(answer, Granted) else ()
        fresh = [SpareBlock(each) for each in granted if isinstance(each, SeriesGranted)]
        if not fresh:
            self.due = now.seconds + LOOK_SECONDS
            return []
        today = self._day(now.at)
        self._blocks = (*(e for e in self._blocks if e.granted.day >= today), *fresh)
        return [self.keep(), *self.ask(now)]

    def unanswered(self, now: Moment) -> list[Effect]:
        """Nobody answered it."""
        self.due = now.seconds + RETRY_SECONDS if self._up else None
        return []

    def _wanted(self, now: Moment) -> GrantSeries | None:
        """The first day of which some queues have less than half a block left, and these."""
        for day in self._days(self._day(now.at)):
            lacking = tuple(q.id for q in self._hall.queues if self._lacks(q.id, day))
            if lacking:
                return GrantSeries(
                    id=self._mint(),
                    at=now.at,
                    source=self._source,
                    day=day,
                    queues=lacking[:MOST_QUEUES],
                )
        return None

    def _days(self, today: date) -> list[date]:
        """Today and the next day on which the hall opens."""
        coming = (today + timedelta(days) for days in range(1, _SEARCH_DAYS))
        opens = next((each for each in coming if works(self._hall.hours, each)), None)
        here = [today] if works(self._hall.hours, today) else []
        return here if opens is None else [*here, opens]

    def _lacks(self, queue: str, day: date) -> bool:
        left = sum(each.left for each in self._blocks if _is_of(each, queue, day))
        return 2 * left < self._hall.kiosk.spare_numbers


def _is_of(block: SpareBlock, queue: str, day: date) -> bool:
    return (block.granted.queue, block.granted.day) == (queue, day)
