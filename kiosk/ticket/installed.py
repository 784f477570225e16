"""What is installed here, for staff alone."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The version of the package; finding it takes long."""
    from importlib.metadata import version as installed

    return installed("service-hall")
