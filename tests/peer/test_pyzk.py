"""pyzk-new, which knows nothing of us, reads the simulated terminal over TCP."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from firmware_mocks.hosting.ends import at_tcp
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from firmware_mocks.zk import make
from tests.peer.clients import HERE, MARKS, PYTHON

pytestmark = MARKS

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read() -> Iterator[Read]:
    lines: list[HostedLine] = []

    def client(key: int = 0, **options: str) -> dict[str, Any]:
        line = HostedLine(SharedLine([make(1, options)]), at_tcp("127.0.0.1", 0), lambda _: None)
        lines.append(line)
        host, _, port = line.start().rpartition(":")
        said = subprocess.run(
            [str(PYTHON), str(HERE / "pyzk_client.py"), host.removeprefix("tcp:"), port, str(key)],
            capture_output=True,
            text=True,
            timeout=25,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        last: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
        return last

    yield client
    for line in lines:
        line.stop()


@pytest.mark.parametrize("size", ["40", "16"])
def test_a_log_is_read_as_it_was_kept(read: Read, size: str) -> None:
    kept = "1009@2026-11-01T08:15:00,77@2026-11-01T17:30:59,1009@2024-02-29T23:59:59"
    said = read(records=kept, bytes=size, clock="2026-11-02T08:00:00", serial="ABC1")
    assert said["serial"] == "ABC1"
    assert said["clock"].startswith("2026-11-02T08:00:0")
    assert said["records"] == [each.split("@") for each in kept.split(",")]


@pytest.mark.parametrize("many", [25, 26, 200])
def test_a_long_log_is_read_whole(read: Read, many: int) -> None:
    """Within one piece of TCP on any machine: of longer ones pyzk now and then waits for bytes it
    has (`recv(size + 16)` in its base.py). Our own reader has logs of any length."""
    said = read(many=str(many), clock="2026-11-02T08:00:00")
    assert len(said["records"]) == many
    assert said["records"][-1][1] == "2026-11-02T07:59:59"


def test_a_password_lets_in_who_knows_it(read: Read) -> None:
    assert read(4711, password="4711", serial="P")["serial"] == "P"  # noqa: S106  # of a simulated terminal
    assert read(4712, password="4711") == {"refused": "Unauthenticated"}  # noqa: S106  # likewise
