"""Counters on one wire, with the hands of clerks and applicants, and a service that stores."""

from __future__ import annotations

from typing import Any

import pytest
from shared_wire import SharedWire

from broker.domain.ids import VisitId
from broker.service.session import Action, LastingSession, Report
from evaluator.dialogue import Rated
from firmware_mocks.firmware import CounterLook, EvaluatorLook, KeypadLook

ASKED = 30.0  # seconds in which an applicant may answer
CLEAR = 0.3  # seconds between two presses whose frames do not meet on a wire


class Counters(SharedWire):
    """Counters on one wire, and a service that stores every rating at once, unless it is `full`."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.told: list[Any] = []
        self.full = False
        self.unearned: list[str] = []
        self.session: Any = self._session
        if isinstance(self._session, LastingSession):
            self._do(self.session.opened(self.now))

    def arm(self, address: int, visit: VisitId) -> None:
        self._do(self.session.arm(address, visit, ASKED, self.now))

    def evaluator(self, address: int) -> EvaluatorLook:
        look = self._look(address).evaluator
        assert look is not None
        return look

    def keypad(self, address: int) -> KeypadLook:
        look = self._look(address).keypad
        if look is None:
            pytest.skip("no keypad stands there")
        return look

    def votes(self, address: int, place: int = 0) -> None:
        """The applicant presses one of the keys."""
        self._hand(address, self.evaluator(address).keys[place].hand)

    def types(self, address: int, place: int = 0) -> None:
        """The clerk presses one of the keys."""
        self._hand(address, self.keypad(address).keys[place].hand)

    def events(self, kind: type[Any]) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def _look(self, address: int) -> CounterLook:
        look = self.devices[address].look()
        assert isinstance(look, CounterLook)
        return look

    def _hand(self, address: int, words: str) -> None:
        self._say(address, self.devices[address].hand(words.split(), self.now))

    def _do(self, actions: list[Action]) -> None:
        super()._do(actions)
        for action in actions:
            if isinstance(action, Report):
                self.told.append(action.event)
                self._serve(action.event)

    def _serve(self, event: Any) -> None:
        if not isinstance(event, Rated):
            return
        before = self.evaluator(event.address).said
        self.run(0.05)
        if self.evaluator(event.address).said != before:
            self.unearned.append(before)
        answer = self.session.release if self.full else self.session.accept
        self._do(answer(event.address, event.visit, self.now))
