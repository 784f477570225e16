"""`make bench`: every row of docs/performance.md; `python -m bench signs ports` only some."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    attendance,
    bus,
    crowd,
    guides,
    ledger,
    ports,
    punches,
    reading,
    screens,
    services,
    signs,
    slow_disk,
    touches,
)
from bench.rows import Row
from bench.site import Site, site

SECTIONS: dict[str, Callable[[Site], Iterator[Row]]] = {
    "bus": bus.rows,
    "signs": signs.rows,
    "ports": ports.rows,
    "crowd": crowd.rows,
    "ledger": ledger.rows,
    "slow-disk": slow_disk.rows,
    "reading": reading.rows,
    "guides": guides.rows,
    "attendance": attendance.rows,
    "services": services.rows,
    "screens": screens.rows,
    "touches": touches.rows,
    "punches": punches.rows,
}


def main(names: list[str]) -> int:
    """Print the table. It asserts nothing: a figure belongs to the machine it was taken on."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        sys.stderr.write(f"no rows {unknown[0]!r}; there are {', '.join(SECTIONS)}\n")
        return 2
    sys.stdout.write(Row.head() + "\n")
    Path("var").mkdir(exist_ok=True)
    for name in names or SECTIONS:
        with tempfile.TemporaryDirectory(dir="var", prefix="bench-") as folder:
            _print(name, Path(folder).resolve())
    return 0


def _print(name: str, folder: Path) -> None:
    with site(folder) as here:
        for row in SECTIONS[name](here):
            sys.stdout.write(row.line() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started ends with us
    sys.exit(main(sys.argv[1:]))
