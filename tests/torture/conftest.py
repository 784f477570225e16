"""A line now and then, so that whoever waits for a long run sees that it lives."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

_EVERY = 20.0  # seconds

Say = Callable[[int, int, str], None]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """`say(3, 200, "kills")`: tells how far it is, if nothing was told for a while."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    told = [time.monotonic()]

    def tell(done: int, of: int, what: str) -> None:
        if time.monotonic() - told[0] >= _EVERY:
            told[0] = time.monotonic()
            with capture.global_and_fixture_disabled():
                sys.stderr.write(f"\n  {request.node.name}: {done} of {of} {what}")
                sys.stderr.flush()

    return tell
