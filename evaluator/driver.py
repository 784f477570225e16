"""What the counters' service needs of a maker's protocol beyond what every driver has.

A counter has a keypad for the clerk, an evaluator for the applicant, or both at one address.
Commands are frozen values with an `address`; what devices tell are the events of
`evaluator.dialogue`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from broker.domain.inventory import DeviceKind
from broker.registry import Group
from broker.service.driver import Driver
from broker.service.session import Addresses
from evaluator.dialogue import EvaluatorSession


@dataclass(frozen=True, kw_only=True)
class KeypadDriver(Driver):
    """A driver of clerks' keypads. Its session reports `PadPressed`.

    Abilities:

    - `numbers(address, waiting, number)` is the command that shows people waiting and the
      ticket's number, 0 to 999 each, None blank.
    - `beep(address)` is the command that says "that cannot be done".
    """

    group: ClassVar[Group | None] = Group.EVALUATOR

    numbers: Callable[[int, int | None, int | None], Any] | None = None
    beep: Callable[[int], Any] | None = None

    def trial(self, address: int) -> list[Any]:
        """With what its display shows, and the beep."""
        numbers = [self.numbers(address, 1, 12)] if self.numbers is not None else []
        beep = [self.beep(address)] if self.beep is not None else []
        return [*super().trial(address), *numbers, *beep]

    def unfit(self, kind: DeviceKind) -> str:
        """A keypad asks no applicants."""
        if kind is DeviceKind.EVALUATOR:
            return f"{self.name} drives keypads and asks no applicants"
        return super().unfit(kind)


@dataclass(frozen=True, kw_only=True)
class EvaluatorDriver(KeypadDriver):
    """A driver of evaluators. Where a keypad sits at the same address, it reports its keys too."""

    session: Callable[[Addresses], EvaluatorSession]

    def unfit(self, kind: DeviceKind) -> str:
        """It serves `[[evaluators]]` and `[[keypads]]`."""
        return Driver.unfit(self, kind)
