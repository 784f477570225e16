"""Whoever needs no disk does not wait for one: strace holds each fdatasync of the ledger back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.bare import BareClient
from bench.children import program
from bench.site import Site, site
from bench.slow_disk import held_back
from broker.domain.tickets.requests import ReserveTicket
from broker.wire.topics import Kind, Topics

_SYNC = 0.8  # seconds
_STRANGER = "stranger"
_REPLY = Topics("bench").reply(_STRANGER)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found.hall(1)


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    ("ledger", "meanwhile"),
    [("ledger", True), pytest.param("single", False, id="control: it waits on its loop")],
)
def test_the_ledger_reads_on_while_a_commit_is_under_way(
    ledger: str, meanwhile: bool, here: Site
) -> None:
    """A request that nobody can read is refused before the ticket asked earlier is on disk."""
    words = ("bench.bus", str(here.settings.run), ledger, str(here.settings.file))
    heard: list[object] = []
    with program(*words, before=held_back(_SYNC)), closing(here.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        with closing(BareClient(here.host, here.port, _REPLY, heard.append)) as stranger:
            asker.pause(2 * _SYNC)  # what is written at a start is written
            asker.send(ReserveTicket, queue="qa")
            asker.pause(_SYNC / 4)
            stranger.ask(asker.topics.request(_STRANGER, ReserveTicket), b"unreadable", _REPLY)
            stranger.until(lambda: bool(heard))
            asker.pause(0.05)
            assert (asker.waiting == 1) is meanwhile
            asker.until(lambda: asker.waiting == 0)
