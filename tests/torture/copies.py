"""A program of the hall as it is, or one that takes its name without asking who has it:
`python -m tests.torture.copies KIND ROLE [KEY] --hall … --run …`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from unittest import mock

from broker import cli
from broker.bus.holder import NameClaim
from broker.service import identity


def honest() -> None:
    """As it is."""


def rude() -> None:
    """Looks at no lock of its name and asks nobody on the bus."""

    def take(
        _claim: NameClaim, _pump: object, _place: object, free: Callable[[], None], _: object
    ) -> None:
        free()

    mock.patch.object(identity, "hold", return_value=nullcontext()).start()
    mock.patch.object(NameClaim, "begin", take).start()


KINDS: dict[str, Callable[[], None]] = {each.__name__: each for each in (honest, rude)}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()
    sys.exit(cli.main(["run", *sys.argv[2:]]))
