"""How often properties are tried: a part of it at every run, all of it in `make torture`.

`HALL_HYPOTHESIS` names the effort: `hall` at every run, `torture`, `mutants` for `make mutants`,
which runs a test in one process after another and must find the same each time.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

USUAL = 100  # examples of a property that says nothing of it
PART = 3  # of those in `make torture` one in so many comes at every run
EFFORT = os.environ.get("HALL_HYPOTHESIS", "hall")


def tried(times: int, **more: Any) -> settings:
    """Settings of a property that is tried so often in `make torture`."""
    return settings(max_examples=times if EFFORT == "torture" else -(-times // PART), **more)


def load() -> None:
    """A busy machine proves nothing about a property; a failure is printed so that it can be
    repeated."""
    settings.register_profile(
        "torture", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
    )
    torture = settings.get_profile("torture")
    settings.register_profile("hall", torture, max_examples=-(-USUAL // PART))
    settings.register_profile(
        "mutants",
        torture,
        derandomize=True,
        database=None,
        max_examples=40,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    settings.load_profile(EFFORT)
