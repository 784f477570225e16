"""A far end that died without a word is noticed: the kernel asks it.

Tried where packets can be made to vanish, in a network of our own, with the minute shortened.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from broker.link import tcp
from broker.link.tcp import TcpLink

MINUTE = 60
ROOT = Path(__file__).parents[2]

CUT = """
    import socket, subprocess, sys, time
    from broker.domain.errors import LinkClosed
    from broker.link import tcp

    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    tcp.DEAD_SECONDS, tcp.ASK_SECONDS = 4, 1
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = tcp.TcpLink("127.0.0.1", listener.getsockname()[1])
        far, _ = listener.accept()
        far.sendall(b"here")
        assert link.read(5.0) == b"here"
        begun = time.monotonic()
        if sys.argv[1] != "alive":
            subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
        if sys.argv[1] == "written":
            link.write(b"A012")
        try:
            said = link.read(8.0)
        except LinkClosed as error:
            said = error
        print(round(time.monotonic() - begun, 1), repr(said))
        link.close()
        far.close()
"""


def in_a_network_of_its_own(words: str) -> tuple[float, str]:
    """What the program says: after how many seconds the link told what."""
    command = ["unshare", "--net", sys.executable, "-c", textwrap.dedent(CUT), words]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=25
    )
    if done.returncode and "unshare" in done.stderr:
        pytest.skip(f"no network of our own here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    seconds, _, said = done.stdout.strip().partition(" ")
    return float(seconds), said


@pytest.mark.skipif(shutil.which("unshare") is None, reason="util-linux is not here")
@pytest.mark.parametrize("when", ["quiet", "written"])
def test_a_far_end_that_died_without_a_word_is_noticed(when: str) -> None:
    seconds, said = in_a_network_of_its_own(when)
    assert "LinkClosed" in said
    assert seconds < 7.0


@pytest.mark.skipif(shutil.which("unshare") is None, reason="util-linux is not here")
def test_a_far_end_that_is_only_quiet_is_left_in_peace() -> None:
    """The control: silence alone ends no link."""
    seconds, said = in_a_network_of_its_own("alive")
    assert said == "b''"
    assert seconds >= 8.0


def test_in_a_hall_it_is_noticed_within_a_minute() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = TcpLink("127.0.0.1", listener.getsockname()[1])
        far, _ = listener.accept()
        asked = [
            link._socket.getsockopt(socket.IPPROTO_TCP, each)
            for each in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        ]
        unanswered = link._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
        assert link._socket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        link.close()
        far.close()
    idle, between, questions = asked
    assert idle + between * (questions + 1) < MINUTE
    assert unanswered / 1000 <= tcp.DEAD_SECONDS < MINUTE
