"""Single commands for an EF01 module whose answers come late: its acknowledgements look alike."""

from __future__ import annotations

import pytest

from broker.service.session import Action, Done, Failed, Write
from fingerprint.models.ef01.codec import PacketDecoder
from fingerprint.models.ef01.commands import (
    Command,
    CountTemplates,
    Delete,
    Empty,
    SearchTemplates,
    StoreTemplate,
)
from fingerprint.models.ef01.session import Ef01Session

# Of real modules: docs/protocols/ef01.md, "Vectors".
OK = bytes.fromhex("EF01FFFFFFFF07000300000A")
ASK_PARAMETERS = bytes.fromhex("EF01FFFFFFFF0100030F0013")
PARAMETERS = bytes.fromhex("EF01FFFFFFFF0700130000040000 00C80003FFFFFFFF0002000604ED")


def said(session: Ef01Session, data: bytes, now: float) -> list[Action]:
    (packet,) = PacketDecoder(False).feed(data, now)
    return session.receive(packet, now)


@pytest.mark.parametrize("command", [Delete(3), Empty(), StoreTemplate(1, 3)])
def test_the_late_answer_of_one_order_does_not_end_the_next(command: Command) -> None:
    session = Ef01Session()
    session.submit(Empty(), 0.0)
    (failed,) = session.tick(0.7)
    assert isinstance(failed, Failed)
    assert session.submit(command, 0.7) == [Write(ASK_PARAMETERS)]
    assert said(session, OK, 0.75) == []
    (asked,) = said(session, PARAMETERS, 0.8)
    assert isinstance(asked, Write)
    (done,) = said(session, OK, 0.9)
    assert isinstance(done, Done)
    assert done.command is command


@pytest.mark.parametrize(
    ("command", "patience"), [(CountTemplates(), 0.7), (SearchTemplates(1, 0, 300), 1.2)]
)
def test_a_search_is_waited_for_longer_than_the_rest(command: Command, patience: float) -> None:
    session = Ef01Session()
    session.submit(command, 0.0)
    assert session.next_wakeup() == patience
