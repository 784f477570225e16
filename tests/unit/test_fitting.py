"""Limits of requests are kept by whoever sends them, and every text has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from msgspec.inspect import Field, Metadata, StrType, StructType, type_info
from msgspec.structs import replace

from broker.domain.attendance.requests import RecordPunch
from broker.domain.base import Request
from broker.domain.calling.facts import CallUndelivered
from broker.domain.calling.requests import CallNext
from broker.domain.fitting import fitted
from broker.domain.requests import AnyRequest
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from broker.wire import codec
from tests.stages.memory import LedgerHall
from tests.stages.punches import noted, undelivered
from tests.stages.stub_bus import StubBus

PORT = (
    "/dev/serial/by-id/usb-Prolific_Technology_Inc._USB-Serial_Controller_D_BXAHb14G402-if00-port0"
)
SAID = f"{PORT}: the port is gone ([Errno 5] Input/output error); {PORT}: it is opened anew"

DELIVERY = undelivered(SAID * 3)


def texts() -> Iterator[tuple[type[Request], Field, StrType]]:
    """Every text of every request."""
    for kind in get_args(AnyRequest):
        info = type_info(kind)
        assert isinstance(info, StructType)
        for each in info.fields:
            text = each.type.type if isinstance(each.type, Metadata) else each.type
            if isinstance(text, StrType):
                yield kind, each, text


def test_every_text_of_a_request_has_a_limit() -> None:
    found = list(texts())
    assert len(found) > 40
    assert not [(kind.__name__, each.name) for kind, each, text in found if not text.max_length]


def test_a_long_name_of_a_port_makes_no_call_vanish(tmp_path: Path) -> None:
    assert len(SAID) > 200
    desk = LedgerHall(tmp_path)
    ticket = desk.fact(ReserveTicket, queue="qa").ticket
    desk.do(ActivateTicket, ticket=ticket, paper="printed")
    desk.do(OpenWindow, window=1, clerk="101")
    call = desk.fact(CallNext, window=1, clerk="101").call
    desk.ask(replace(DELIVERY, call=call))
    (undelivered,) = desk.facts(CallUndelivered)
    assert undelivered.detail == (SAID * 3)[:200]
    desk.close()


@pytest.mark.parametrize("longer", [0, 1, 5000])
def test_what_is_kept_can_be_read_again(tmp_path: Path, longer: int) -> None:
    """The outbox of a reader: a reason, and the name of a device."""
    punch = noted("s" * (64 + longer), "d" * (64 + longer), "由" * (200 + longer))
    runner = Runner()
    outbox = Outbox(tmp_path / "outbox.db", StubBus(), runner)
    outbox.put(punch, lambda _refusal: None)
    runner.step(0)
    outbox.close()
    outbox = Outbox(tmp_path / "outbox.db", StubBus(), runner)
    (kept,) = outbox.kept()
    outbox.close()
    assert isinstance(kept, RecordPunch)
    assert (kept.source, kept.device, kept.reason) == ("s" * 64, "d" * 64, "由" * 200)
    assert replace(kept, source="", device="", reason="") == replace(
        punch, source="", device="", reason=""
    )


def test_what_fits_is_left_alone_and_an_id_is_never_cut() -> None:
    fits = replace(DELIVERY, detail="x" * 200)
    assert fitted(fits) is fits
    long = replace(DELIVERY, call="c" * 80, id="i" * 80)
    assert (fitted(long).call, fitted(long).id) == (long.call, long.id)
    with pytest.raises(Exception, match="length"):
        codec.decode_request(codec.encode_request(long))
