"""Limits of requests are kept by whoever sends them, and every text has one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from msgspec import Struct
from msgspec.inspect import Field, Metadata, StrType, StructType, type_info
from msgspec.structs import replace

from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.facts import CallUndelivered
from broker.domain.calling.requests import CallNext
from broker.domain.errors import WireError
from broker.domain.fitting import fitted
from broker.domain.ids import CallId
from broker.domain.requests import AnyRequest
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from broker.wire import codec
from broker.wire.messages import Alert, CallsState, CallView, DeviceState, Liveness, Message
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.punches import noted, undelivered
from tests.stages.stub_bus import StubBus

PORT = (
    "/dev/serial/by-id/usb-Prolific_Technology_Inc._USB-Serial_Controller_D_BXAHb14G402-if00-port0"
)
SAID = f"{PORT}: the port is gone ([Errno 5] Input/output error); {PORT}: it is opened anew"

DELIVERY = undelivered(SAID * 3)


def texts(kinds: Iterable[type[Struct]]) -> Iterator[tuple[type[Struct], Field, StrType]]:
    """Every text of these."""
    for kind in kinds:
        info = type_info(kind)
        assert isinstance(info, StructType)
        for each in info.fields:
            text = each.type.type if isinstance(each.type, Metadata) else each.type
            if isinstance(text, StrType):
                yield kind, each, text


def test_every_text_of_a_request_has_a_limit() -> None:
    found = list(texts(get_args(AnyRequest)))
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (datetime(3500, 3, 1, 8, 5, tzinfo=UTC), datetime(2998, 3, 1, 8, 5, tzinfo=UTC)),
        (datetime.max.replace(tzinfo=UTC), datetime.max.replace(year=2998, tzinfo=UTC)),
        (datetime(4, 2, 29, tzinfo=UTC), datetime(1901, 2, 28, tzinfo=UTC)),
        (datetime.min.replace(tzinfo=UTC), datetime(1901, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_of_a_clock_gone_mad_leaves_as_one_that_can_be_read(
    said: datetime, told: datetime
) -> None:
    punch = replace(noted("reader-1", "reader-1", ""), at=said, punched_at=said)
    read = codec.judged_request(codec.encode_request(punch))
    assert read == replace(punch, at=told, punched_at=told, doubted=True)
    alert = codec.decode(codec.encode(replace(ALERT, at=said, since=said)), Alert)
    assert (alert.at, alert.since) == (told, told)
    assert not replace(punch, at=MORNING, punched_at=MORNING).doubted


@pytest.mark.parametrize("year", [1900, 1970, 2999])
def test_a_time_that_can_be_read_is_left_as_it_is(year: int) -> None:
    punch = noted("reader-1", "reader-1", "")
    early = replace(punch, punched_at=MORNING.replace(year=year))
    assert fitted(early) is early


def test_a_time_within_a_fact_is_moved_and_its_neighbours_are_not() -> None:
    """Facts and states are told in messages of their own."""
    call = CallId("2026-11-23-1")
    seen = [CallView(call=call, number="A001", window=each, at=MORNING) for each in (1, 2)]
    mad = replace(seen[1], at=MORNING.replace(year=3500))
    calls = CallsState(id="c", at=MORNING, calls=(seen[0], mad))
    read = codec.decode(codec.encode(calls), CallsState)
    assert read.calls == (seen[0], replace(mad, at=MORNING.replace(year=2998)))


def test_an_outbox_of_before_is_read_with_times_that_can_be_told(tmp_path: Path) -> None:
    """Else its reader's service would fall over it at each start."""
    punch = replace(noted("reader-1", "reader-1", ""), punched_at=datetime.max.replace(tzinfo=UTC))
    Outbox(tmp_path / "outbox.db", StubBus(), Runner()).close()
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as file, file:
        row = (punch.id, msgspec.json.encode(punch))
        file.execute("INSERT INTO waiting (id, body) VALUES (?, ?)", row)
    outbox = Outbox(tmp_path / "outbox.db", StubBus(), Runner())
    (kept,) = outbox.kept()
    outbox.close()
    assert isinstance(kept, RecordPunch)
    assert (kept.punched_at.year, kept.doubted) == (2998, True)


def test_what_fits_is_left_alone_and_an_id_is_never_cut() -> None:
    fits = replace(DELIVERY, detail="x" * 200)
    assert fitted(fits) is fits
    long = replace(DELIVERY, call="c" * 80, id="i" * 80)
    assert (fitted(long).call, fitted(long).id) == (long.call, long.id)
    with pytest.raises(Exception, match="length"):
        codec.decode_request(codec.encode_request(long))


ALERT = Alert(
    id="a", at=MORNING, code="line-down", zh="线路断开", en="the line is down", since=MORNING
)
STATE = DeviceState(id="s", at=MORNING, state=Liveness.LOST, driver="onbon", port=PORT)


def test_every_text_of_a_message_has_a_limit() -> None:
    found = list(texts(Message.__subclasses__()))
    assert len(found) > 20
    assert not [(kind.__name__, each.name) for kind, each, text in found if not text.max_length]


def test_what_a_machine_said_never_makes_an_alert_vanish() -> None:
    """A port of 5,000 letters, an error with the colours of a terminal."""
    said = codec.decode(
        codec.encode(replace(ALERT, en="x" * 5000 + "\n", zh="断\x1b[31m开")), Alert
    )
    assert (said.en, said.zh) == ("x" * 500, "断 [31m开")
    state = replace(STATE, port="/dev/" + "x" * 5000, reason="\u202eno\r\n")
    heard = codec.decode(codec.encode(state), DeviceState)
    assert (len(heard.port), heard.reason) == (300, "no  ")


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (replace(ALERT, en="x" * 501), "Expected `str` of length <= 500"),
        (replace(ALERT, zh="断\x1b[31m开"), r"`\$.zh` holds U\+001B, which is a control"),
        (replace(ALERT, en=" "), r"`\$.en` holds nothing that anybody sees"),
        (replace(ALERT, code="x" * 65), "length <= 64"),
        (replace(STATE, reason="\u202eno"), r"`\$.reason` holds U\+202E"),
        (replace(STATE, port="x" * 301), "length <= 300"),
        (replace(STATE, id="x" * 40_000), "length <= 64"),
    ],
)
def test_a_message_of_a_stranger_is_judged_where_it_comes_in(bad: Message, why: str) -> None:
    with pytest.raises(WireError, match=why):
        codec.decode(msgspec.json.encode(bad), type(bad))


def test_texts_within_a_message_are_judged_too() -> None:
    view = CallView(call=CallId("c"), number="A\x07", window=1, at=MORNING)
    bad = CallsState(id="c", at=MORNING, calls=(view,))
    with pytest.raises(WireError, match=r"`\$.calls.number` holds U\+0007"):
        codec.decode(msgspec.json.encode(bad), CallsState)
