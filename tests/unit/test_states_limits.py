"""No number in a state is larger than a screen holds: a forged one is dropped where it comes in."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from broker.domain.errors import WireError
from broker.wire import codec, messages
from broker.wire.messages import Message, QueueState, WindowState, WindowStatus
from tests.stages.halls import MORNING

MOST = 2**31 - 1
WINDOW = WindowState(id="state-1", at=MORNING, window=1, status=WindowStatus.OPEN)
QUEUE = QueueState(id="state-1", at=MORNING, queue="qa", waiting=0, issued=0)


def forged(state: Message, **fields: Any) -> bytes:
    return msgspec.json.encode({**msgspec.to_builtins(state), **fields})


@pytest.mark.parametrize("number", [-1, MOST + 1, 2**63, 10**30, -(2**63)])
def test_a_forged_number_is_no_state(number: int) -> None:
    """It ended the handlers of screens and keypads, which cannot hold it."""
    for field in ("window", "recalls", "served_today"):
        with pytest.raises(WireError, match=field):
            codec.decode(forged(WINDOW, **{field: number}), WindowState)
    for fields in ({"waiting": number}, {"seconds_each": number}, {"windows_open": [number]}):
        with pytest.raises(WireError, match=next(iter(fields))):
            codec.decode(forged(QUEUE, **fields), QueueState)


@pytest.mark.parametrize("number", [0, MOST])
def test_what_a_screen_holds_is_read(number: int) -> None:
    fields = {"waiting": number, "seconds_each": float(number), "windows_open": [number]}
    read = codec.decode(forged(QUEUE, **fields), QueueState)
    assert (read.waiting, read.seconds_each, read.windows_open) == (number, number, (number,))


def test_every_number_of_a_state_has_its_limit() -> None:
    kinds = [
        each
        for each in vars(messages).values()
        if isinstance(each, type) and issubclass(each, msgspec.Struct)
    ]
    free = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if hint in (int, float) or {int, float} & set(get_args(hint))
        if name not in ("v", "seq") and not _limited(hint)
    }
    assert len(kinds) > 15
    assert free == set()


def _limited(hint: Any) -> bool:
    return any(isinstance(each, msgspec.Meta) and each.le for each in get_args(hint))
