"""Two networks on one machine, and a cable between them: namespaces of the kernel.

Each is held by a process that the kernel ends with us, and with its last process a namespace is
gone with its ends of the cable, also where a test is killed. Whatever is started in one has the
words of `near` or `far` before its own.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NEAR, FAR = "10.77.0.1", "10.77.0.2"  # private (RFC 1918), and of these two alone
_LONGEST = 1800  # seconds that a namespace is held, whatever happens
_END = ("setpriv", "--pdeathsig", "KILL")
_NEW_USER = ("unshare", "--user", "--map-root-user", "--net")


@cache
def why_not() -> str:
    """Why no namespaces can be made here; empty where they can."""
    ends = ("hall0", "type", "veth", "peer", "name", "hall1")
    words = [*_NEW_USER, *_END, "ip", "link", "add", *ends]
    try:
        tried = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return tried.stderr.strip() if tried.returncode else ""


@dataclass(frozen=True)
class TwoNetworks:
    """What goes before the words of a program that is to run there."""

    near: tuple[str, ...]
    far: tuple[str, ...]

    def cut(self) -> None:
        """The cable is pulled: nobody is told, bytes are lost."""
        _do(*self.near, "ip", "link", "set", "hall0", "down")

    def mend(self) -> None:
        """It is plugged in again."""
        _do(*self.near, "ip", "link", "set", "hall0", "up")


@contextmanager
def two_networks() -> Iterator[TwoNetworks]:
    """Joined by a cable, until the `with` ends."""
    with _held(*_NEW_USER) as near:
        inside = _entered(near, "--user")
        with _held(*inside, "unshare", "--net") as far:
            made = TwoNetworks(_entered(near, "--user", "--net"), _entered(far, "--user", "--net"))
            cable = ("type", "veth", "peer", "name", "hall1", "netns", str(far.pid))
            _do(*made.near, "ip", "link", "add", "hall0", *cable)
            for words, end, address in ((made.near, "hall0", NEAR), (made.far, "hall1", FAR)):
                _do(*words, "ip", "addr", "add", f"{address}/24", "dev", end)
                _do(*words, "ip", "link", "set", end, "up")
                _do(*words, "ip", "link", "set", "lo", "up")
            yield made


def _entered(holder: subprocess.Popen[bytes], *what: str) -> tuple[str, ...]:
    enter = ("nsenter", "--target", str(holder.pid), *what, "--preserve-credentials")
    return (*enter, *_END) if "--net" in what else enter


@contextmanager
def _held(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    before = Path("/proc/self/ns/net").readlink()
    held = [*words, *_END, "sleep", str(_LONGEST)]
    holder = subprocess.Popen(held, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20.0
        place = Path(f"/proc/{holder.pid}")
        while not (place / "comm").read_text("ascii").startswith("sleep"):
            assert time.monotonic() < end, "no namespace"
            time.sleep(0.01)
        assert (place / "ns" / "net").readlink() != before
        yield holder
    finally:
        holder.kill()
        holder.wait()


def _do(*words: str) -> None:
    subprocess.run(words, check=True, env=os.environ)
