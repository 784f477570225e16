"""Programs that are measured: started, watched through /proc, ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def program(
    *words: str, before: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A Python module as a child that ends with the block. `before` is what runs it."""
    child = subprocess.Popen(
        [*before, sys.executable, "-m", *words],
        stdin=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    try:
        yield child
    finally:
        child.terminate()
        child.wait()
        if child.stdin:
            child.stdin.close()


def run(role: str, hall: Path, folder: Path) -> tuple[str, ...]:
    """The words of `program` for a role of a hall; `folder` is its runtime directory."""
    return ("broker.cli", "run", *role.split(), "--hall", str(hall), "--run", str(folder))


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_resident() -> float:
    """The most memory this program ever had, in MB. `ru_maxrss` would tell that of whoever started
    it, were it more."""
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def busy(pid: int) -> float:
    """Seconds of a core that the threads of a process have used, in our code and in the kernel."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9
