"""The command `hall` in the sight of a simulated USB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from firmware_mocks.usb.kernel_bus import KernelBus

HALL = str(Path(sys.executable).with_name("hall"))


def ran(bus: KernelBus, *words: str) -> subprocess.CompletedProcess[str]:
    """What came of `hall …`."""
    return subprocess.run(
        bus.command(HALL, *words),
        env={**bus.environment, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
