"""How long a wait may be, as an honest range of minutes. Pure.

Calls of `k` windows that each call every `s` seconds come at a rate of k/s. With `n` people
before me I am call n+1: its time is Erlang distributed with mean (n+1)·s/k and standard deviation
√(n+1)·s/k. The range is one deviation to either side, in whole minutes outwards; it holds for two
visitors in three.
"""

from __future__ import annotations

import math

from msgspec import Struct

from broker.wire.messages import QueueState


class Minutes(Struct, frozen=True):
    """From `low` to `high` minutes, `high` at least 1."""

    low: int
    high: int


def expected(state: QueueState | None, ahead: int | None = None) -> Minutes | None:
    """The wait of somebody with `ahead` people before them (None: everyone who waits now).

    None where nobody can know: no window is open, or none has called lately.
    """
    if state is None or not state.windows_open or not state.seconds_each:
        return None
    before = state.waiting if ahead is None else ahead
    minutes_a_call = state.seconds_each / len(state.windows_open) / 60
    mean = (before + 1) * minutes_a_call
    deviation = math.sqrt(before + 1) * minutes_a_call
    return Minutes(max(0, math.floor(mean - deviation)), max(1, math.ceil(mean + deviation)))
