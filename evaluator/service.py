"""The role `evaluators`: the evaluators and keypads of all counters of a hall, by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeAlias

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.client_names import service_at
from broker.domain.hall import EvaluatorPost, KeypadPost
from broker.domain.inventory import evaluator_at
from broker.domain.requests import Answer, AnyRequest
from broker.language import filled
from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service, serve
from broker.service.ports import DevicePort, Opener, Ports
from broker.service.reports import Device, DeviceReports
from broker.service.session import Addresses
from broker.settings import Settings
from broker.wire.messages import Liveness
from broker.wire.topics import Kind
from evaluator.counter_line import CounterLine
from evaluator.driver import EvaluatorDriver, KeypadDriver
from evaluator.keeper import CounterKeeper
from evaluator.pad import Pad
from evaluator.ratings import Ratings
from evaluator.sentences import EVALUATOR_ALERTS, KEYPAD_ALERTS

ROLE = "evaluators"
OUTBOX = "outbox-evaluators.db"
Post: TypeAlias = EvaluatorPost | KeypadPost
AlertTable: TypeAlias = Mapping[AlertCode, Sentences]


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
            self._evaluator(evaluator)
        for keypad in self._hall.keypads:
            self._keypad(keypad)
        for line in self.lines.values():
            line.wire.start()

    def _evaluator(self, post: EvaluatorPost) -> None:
        device = f"evaluators (window {post.window})"
        port = self._ports.find(EvaluatorDriver, post.line, device)
        reports = self._reports(Kind.EVALUATOR, post, port, EVALUATOR_ALERTS)
        line = self._line(port, post, reports, EVALUATOR_ALERTS)
        if line is None:
            return
        ratings = Ratings(self._service, self._outbox, line.wire, post, reports)
        self._ratings[evaluator_at(post.window)] = ratings
        keeper = CounterKeeper(self._pad(post, line), ratings, reports, EVALUATOR_ALERTS)
        line.join(post.address, keeper)
        if post.repeats is not None:
            line.habit(post.address, post.repeats)

    def _answered(self, request: AnyRequest, answer: Answer) -> None:
        """Each evaluator hears what became of its own; one that is gone has left it to the first
        that is there."""
        if self._ratings:
            first = next(iter(self._ratings.values()))
            self._ratings.get(request.source, first).answered(request, answer)

    def _keypad(self, post: KeypadPost) -> None:
        port = self._ports.find(KeypadDriver, post.line, f"keypads (window {post.window})")
        reports = self._reports(Kind.KEYPAD, post, port, KEYPAD_ALERTS)
        line = self._line(port, post, reports, KEYPAD_ALERTS)
        if line is not None:
            keeper = CounterKeeper(self._pad(post, line), None, reports, KEYPAD_ALERTS)
            line.join(post.address, keeper)

    def _reports(
        self, kind: Kind, post: Post, port: DevicePort[KeypadDriver], alerts: AlertTable
    ) -> DeviceReports:
        device = Device(kind, post.window, port.driver.name, port.place)
        return DeviceReports(self._service, device, alerts)

    def _pad(self, post: Post, line: CounterLine[Any]) -> Pad:
        driver = line.port.driver
        return Pad(self._service, post.window, post.address, driver, line.wire.submit)

    def _line(
        self,
        port: DevicePort[KeypadDriver],
        post: Post,
        reports: DeviceReports,
        alerts: AlertTable,
    ) -> CounterLine[Any] | None:
        """The line of a post. None where its make cannot have such an address, which is told: one
        wrong address keeps no other counter from its devices."""
        fit = self._fit(port)
        why = port.driver.refuses((post.address,)) or port.driver.refuses(fit)
        if why:
            alert = filled(alerts[AlertCode.NO_ANSWER], why=why)
            reports.state(Liveness.LOST, alert.zh)
            reports.alert(AlertCode.NO_ANSWER, alert)
            return None
        if port.line not in self.lines:
            session = partial(port.driver.conversation, fit, port.pace)
            line: CounterLine[Any] = CounterLine(self._service.runner, port, session)
            self.lines[port.line] = line
            self._service.at_end.callback(line.wire.stop)
        return self.lines[port.line]

    def _fit(self, port: DevicePort[KeypadDriver]) -> Addresses:
        """The addresses on a line that devices of its make can have."""
        posts: list[Post] = [*self._hall.evaluators, *self._hall.keypads]
        there = [post.address for post in posts if post.line == port.line]
        return tuple(each for each in there if not port.driver.refuses((each,)))


def run(settings: Settings, key: str) -> None:
    """Serve all evaluators and keypads, or those of a wing, until SIGTERM."""
    serve(settings.part_at(key), service_at(ROLE, key), Evaluators)
