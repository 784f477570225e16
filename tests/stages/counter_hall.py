"""A ledger, the evaluators' service and simulated counters on a memory cable, stepped by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from broker.bus.local import LocalBus
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.hall import EvaluatorPost, Hall, RatingRules, Wire
from broker.domain.machinery import RepeatHabit
from broker.domain.ratings.facts import RatingGiven, StrayPressed, VisitUnrated
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.service.life import Service
from broker.wire.messages import DeviceState, EvaluatorState
from broker.wire.topics import Kind
from evaluator.service import Evaluators
from firmware_mocks.ff68 import MOCK
from firmware_mocks.firmware import Firmware
from tests.stages.device_hall import DeviceHall
from tests.stages.halls import small_hall

HABIT = RepeatHabit(times=3, every=0.5)  # that of the simulated evaluator
RULES = RatingRules(armed_seconds=30.0)


def counters_hall(habit: RepeatHabit | None = HABIT) -> Any:
    """The small hall with a counter at windows 1 and 2, on one wire."""
    return small_hall(
        ratings=RULES,
        lines=(Wire(id="counters", driver="ff68", port="tty/counters"),),
        evaluators=(
            EvaluatorPost(window=1, line="counters", address=3, repeats=habit),
            EvaluatorPost(window=2, line="counters", address=4, repeats=habit),
        ),
    )


@dataclass
class CounterHall(DeviceHall):
    """Counters at addresses 3 and 4, for windows 1 and 2."""

    hall: Hall = field(default_factory=counters_hall)
    role = "evaluators"

    def simulated(self) -> dict[int, Firmware]:
        return {address: MOCK.make(address, self.options) for address in (3, 4)}

    def build(self, service: Service) -> None:
        self.evaluators = Evaluators(service, self.open)

    def watch(self, bus: LocalBus) -> None:
        super().watch(bus)
        bus.subscribe(self.topics.evaluator(1), EvaluatorState, self.hear)
        for kind in (Kind.EVALUATOR, Kind.KEYPAD):
            bus.subscribe(self.topics.liveness(kind, 1), DeviceState, self.hear)

    def hand(self, words: str, address: int = 3) -> None:
        super().hand(words, address)
        self.settle()
        self.passes(0.1)

    def seats(self, window: int = 1, clerk: str = "101", tickets: int = 1) -> None:
        """Sign a clerk in and let citizens wait."""
        self.desk.do(OpenWindow, window=window, clerk=clerk)
        for _ in range(tickets):
            ticket = self.desk.fact(ReserveTicket, queue="qa").ticket
            self.desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
        self.passes(0.2)

    def serves(self, window: int = 1, clerk: str = "101") -> str:
        """Call, start and finish at the panel; return the visit."""
        visit: str = self.desk.fact(CallNext, window=window, clerk=clerk).visit
        self.desk.do(StartService, window=window, clerk=clerk)
        self.desk.do(FinishService, window=window, clerk=clerk)
        self.passes(0.2)
        return visit

    def look(self, address: int = 3) -> Any:
        return self.devices[address].look()

    @property
    def ratings(self) -> list[Any]:
        return self.facts(RatingGiven)

    @property
    def unrated(self) -> list[Any]:
        return self.facts(VisitUnrated)

    @property
    def strays(self) -> list[Any]:
        return self.facts(StrayPressed)

    def state(self, window: int = 1) -> Any:
        return self.heard.get(self.topics.evaluator(window))

    def liveness(self, window: int = 1) -> Any:
        return self.heard.get(self.topics.liveness(Kind.EVALUATOR, window))
