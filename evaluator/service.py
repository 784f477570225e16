"""The role `evaluators`: the evaluators and keypads of all counters of a hall, by line."""

from __future__ import annotations

from functools import partial
from typing import Any

from broker.domain.hall import EvaluatorPost, KeypadPost
from broker.domain.inventory import evaluator_at
from broker.domain.requests import Answer, AnyRequest
from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service, serve
from broker.service.ports import DevicePort, Opener, Ports
from broker.service.reports import Device, DeviceReports
from broker.service.session import Addresses, Session
from broker.settings import Settings
from broker.wire.topics import Kind
from evaluator.counter_line import CounterLine
from evaluator.dialogue import EvaluatorSession
from evaluator.driver import EvaluatorDriver, KeypadDriver
from evaluator.keeper import CounterKeeper
from evaluator.pad import Pad
from evaluator.ratings import Ratings
from evaluator.sentences import EVALUATOR_ALERTS, KEYPAD_ALERTS

ROLE = "evaluators"
OUTBOX = "outbox-evaluators.db"


class Evaluators:
    """Every post of `hall.evaluators` and `hall.keypads`. `opener` opens a line; tests hand in a
    cable."""

    def __init__(self, service: Service, opener: Opener | None = None) -> None:
        self._service = service
        self._hall = service.settings.hall
        self._ports = Ports(service.settings, opener)
        self._ratings: dict[str, Ratings] = {}
        run = service.settings.run
        self._outbox = open_outbox(service, run / OUTBOX, self._answered)
        self.lines: dict[str, CounterLine[Any]] = {}
        service.at_end.callback(self._outbox.close)
        for evaluator in self._hall.evaluators:
            self._evaluator(evaluator, self._asking_line(evaluator))
        for keypad in self._hall.keypads:
            self._keypad(keypad, self._keypad_line(keypad))
        for line in self.lines.values():
            line.wire.start()

    def _evaluator(self, post: EvaluatorPost, line: CounterLine[EvaluatorSession]) -> None:
        device = Device(Kind.EVALUATOR, post.window, line.port.driver.name, line.port.place)
        reports = DeviceReports(self._service, device, EVALUATOR_ALERTS)
        ratings = Ratings(self._service, self._outbox, line.wire, post, reports)
        self._ratings[evaluator_at(post.window)] = ratings
        keeper = CounterKeeper(self._pad(post, line), ratings, reports, EVALUATOR_ALERTS)
        line.join(post.address, keeper)

    def _answered(self, request: AnyRequest, answer: Answer) -> None:
        """Each evaluator hears what became of its own; one that is gone has left it to the first
        that is there."""
        if self._ratings:
            first = next(iter(self._ratings.values()))
            self._ratings.get(request.source, first).answered(request, answer)

    def _keypad(self, post: KeypadPost, line: CounterLine[Any]) -> None:
        device = Device(Kind.KEYPAD, post.window, line.port.driver.name, line.port.place)
        reports = DeviceReports(self._service, device, KEYPAD_ALERTS)
        keeper = CounterKeeper(self._pad(post, line), None, reports, KEYPAD_ALERTS)
        line.join(post.address, keeper)

    def _pad(self, post: EvaluatorPost | KeypadPost, line: CounterLine[Any]) -> Pad:
        driver = line.port.driver
        return Pad(self._service, post.window, post.address, driver, line.wire.submit)

    def _asking_line(self, post: EvaluatorPost) -> CounterLine[EvaluatorSession]:
        if post.line not in self.lines:
            device = f"evaluators (window {post.window})"
            port = self._ports.find(EvaluatorDriver, post.line, device)
            session = partial(port.driver.session, self._addresses(post.line))
            self._add(port, CounterLine(self._service.runner, port, session))
        return self.lines[post.line]

    def _keypad_line(self, post: KeypadPost) -> CounterLine[Any]:
        if post.line not in self.lines:
            port = self._ports.find(KeypadDriver, post.line, f"keypads (window {post.window})")
            session = partial(port.driver.session, self._addresses(post.line))
            keypads: CounterLine[Session[Any, Any]]
            keypads = CounterLine(self._service.runner, port, session)
            self._add(port, keypads)
        return self.lines[post.line]

    def _add(self, port: DevicePort[KeypadDriver], line: CounterLine[Any]) -> None:
        self.lines[port.line] = line
        self._service.at_end.callback(line.wire.stop)

    def _addresses(self, line: str) -> Addresses:
        posts: list[EvaluatorPost | KeypadPost] = [*self._hall.evaluators, *self._hall.keypads]
        return tuple(post.address for post in posts if post.line == line)


def run(settings: Settings, key: str) -> None:  # noqa: ARG001  # every role has this shape
    """Serve all evaluators and keypads until SIGTERM."""
    serve(settings, ROLE, Evaluators)
