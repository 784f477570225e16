"""How often something may be acknowledged. Pure.

A key's acknowledgement is the same bytes as the key. Whatever a line makes of it, nothing that is
said in answer to itself may go round for ever.
"""

from __future__ import annotations

from collections import deque

from evaluator.models.ff68 import spec
from evaluator.models.ff68.commands import AckChoice, AckKeys


class Acknowledging:
    """The acknowledgements of late to one address."""

    def __init__(self, policy: spec.BusPolicy) -> None:
        self._policy = policy
        self._said: deque[tuple[AckKeys | AckChoice, float]] = deque()

    def may(self, ack: AckKeys | AckChoice, now: float) -> bool:
        """Whether this may be said now, and so is: not where it was said just now, or too much."""
        policy, said = self._policy, self._said
        while said and now - said[0][1] >= policy.ack_span:
            said.popleft()
        just_now = any(each == ack and now - at < policy.ack_gap for each, at in said)
        if just_now or len(said) >= policy.acks:
            return False
        said.append((ack, now))
        return True
