"""What the long runs share: a line now and then, and the question whether strace may trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

_EVERY = 20.0  # seconds
KILLS, CUTS = "TORTURE_KILLS", "TORTURE_CUTS"  # how many, for a night that has the time

Say = Callable[[int, int, str], None]


def times(variable: str, few: int) -> int:
    """How often: what the environment says, or a few."""
    return int(os.environ.get(variable, few))


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


@pytest.fixture(scope="session")
def strace() -> None:
    """Skips where strace may not trace; in CI that is a failure."""
    if shutil.which("strace") is None:
        _without("it is not installed; apt-get install strace")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        _without(tried.stderr.decode().strip())


def _without(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"strace may not trace here: {reason}")
    pytest.skip(f"strace may not trace here: {reason}")
