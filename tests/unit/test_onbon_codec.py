"""The font card's frames: outside vectors, paper, five ways of reading, and every kind of harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import onbon_frames as frames
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.link.base import Noise
from queue_display.models.onbon import DRIVER, spec
from queue_display.models.onbon.codec import OrderDecoder, ReplyDecoder, encode
from queue_display.models.onbon.framing import checksum
from queue_display.models.onbon.orders import (
    Ack,
    Area,
    Clear,
    LockProgram,
    Nack,
    Number,
    Order,
    Other,
    Ping,
    Power,
    QueryStatus,
    ReadNumber,
    SetClock,
    ShowAreas,
    Status,
    Unsent,
)
from queue_display.models.onbon.text import Font, read, write

REPLIES = {
    frames.ACK: Ack(1),
    frames.NACK: Nack(1, 5),
    frames.PAPER_REPLIES["number 7"]: Number(7, 7),
    frames.PAPER_REPLIES["busy"]: Nack(3, 3),
    frames.PAPER_REPLIES["font missing"]: Nack(3, 12),
    frames.PAPER_REPLIES["status"]: Status(
        3, True, 15, bytes.fromhex("2620112215040507"), 1, b"P000", (0, 1)
    ),
}
AREA = Area(number=0, x=0, y=0, width=128, height=32, text=("好",))


def test_the_checksum_is_arc_and_not_modbus() -> None:
    assert checksum(b"123456789") == 0xBB3D


@pytest.mark.parametrize("name", frames.ALL_ORDERS)
def test_orders_become_the_published_bytes(name: str) -> None:
    assert encode(frames.ALL_ORDERS[name]) == frames.BYTES[name]


@pytest.mark.parametrize("name", frames.ALL_ORDERS)
def test_published_bytes_become_the_orders(name: str) -> None:
    assert OrderDecoder().feed(frames.BYTES[name]) == [frames.ALL_ORDERS[name]]


@pytest.mark.parametrize(("data", "reply"), REPLIES.items())
def test_replies_are_read_five_ways(data: bytes, reply: object) -> None:
    assert ReplyDecoder().feed(data) == [reply]
    slow = ReplyDecoder()
    assert [each for byte in data for each in slow.feed(bytes([byte]))] == [reply]
    assert ReplyDecoder().feed(data + data) == [reply, reply]
    assert ReplyDecoder().feed(b"\x00\x5a\x5b" + data)[-1] == reply
    cut = ReplyDecoder()
    assert cut.feed(data[:-3]) == []
    assert cut.feed(data)[-1] == reply


def test_a_frame_cut_short_costs_only_itself() -> None:
    heard = ReplyDecoder().feed(frames.ACK[:-4] + frames.NACK)
    assert [type(each) for each in heard] == [Noise, Nack]
    assert isinstance(heard[0], Noise)
    assert heard[0].reason == "cut short"


@pytest.mark.parametrize("name", frames.BAD)
def test_bad_published_frames_are_noise(name: str) -> None:
    for decoder in (OrderDecoder(), ReplyDecoder()):
        assert all(isinstance(each, Noise) for each in decoder.feed(frames.BAD[name]))


def test_a_changed_width_under_the_old_checksum_is_refused() -> None:
    """A reseller publishes the 192-wide sample as 128 wide and kept the checksum."""
    wide = frames.GOOD["dynamic area 192x32 scroll left 14 bytes"]
    narrow = wide.replace(bytes.fromhex("18 00 20 00"), bytes.fromhex("10 00 20 00"))
    assert narrow != wide
    (heard,) = OrderDecoder().feed(narrow)
    assert isinstance(heard, Noise)
    assert heard.reason == "bad checksum"


@given(st.data())
def test_one_damaged_byte_never_passes(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(list(frames.BYTES.values())))
    place = data.draw(st.integers(8, len(good) - 2))
    flip = data.draw(st.integers(1, 255))
    bad = good[:place] + bytes([good[place] ^ flip]) + good[place + 1 :]
    assert all(isinstance(each, Noise) for each in OrderDecoder().feed(bad + b"\xa5"))


@given(st.binary(max_size=300), st.lists(st.integers(1, 50)))
def test_any_bytes_in_any_slices_give_the_same_values(data: bytes, sizes: list[int]) -> None:
    stream = data + frames.NACK + data + frames.ACK
    whole = ReplyDecoder().feed(stream)
    sliced = ReplyDecoder()
    heard = []
    for size in sizes:
        heard += sliced.feed(stream[:size])
        stream = stream[size:]
    assert heard + sliced.feed(stream) == whole
    assert whole[-1] == Ack(1)


def test_format_is_named_and_never_made() -> None:
    (order,) = OrderDecoder().feed(frames.FORMAT)
    assert order == Order(1, Unsent(spec.Op.FORMAT, b""))
    assert DRIVER.describe(order) == "to card 1: format"
    with pytest.raises(ValueError, match="format is never sent"):
        encode(Order(1, Unsent(spec.Op.FORMAT, b"")))


@given(st.binary(max_size=40))
def test_nothing_that_is_encoded_is_a_format(payload: bytes) -> None:
    for op in set(spec.Op) - {spec.Op.FORMAT}:
        with pytest.raises(ValueError, match="never sent"):
            encode(Order(1, Unsent(op, payload)))


@pytest.mark.parametrize(
    "order",
    [
        Order(0, Ping()),
        Order(0x10000, Ping()),
        Order(1, LockProgram(locked=True, name="P00")),
        Order(1, LockProgram(locked=True, name="P00é")),
        Order(1, ShowAreas((replace(AREA, width=100),))),
        Order(1, ShowAreas((replace(AREA, x=-8),))),
        Order(1, ShowAreas((replace(AREA, speed=25),))),
        Order(1, ShowAreas((replace(AREA, number=255),))),
        Order(1, ShowAreas((replace(AREA, text=("a\\C1",)),))),
        Order(1, ShowAreas((replace(AREA, text=("a\tb",)),))),
        Order(1, ShowAreas((replace(AREA, text=("🙂",)),))),
        Order(1, ShowAreas((replace(AREA, text=("长" * 600,)),))),
        Order(1, ShowAreas(delete=tuple(range(255)))),
    ],
)
def test_our_own_mistakes_are_value_errors(order: Order) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        encode(order)


def test_our_own_echo_and_other_cards_orders_are_noise() -> None:
    for data in frames.BYTES.values():
        (heard,) = ReplyDecoder().feed(data)
        assert isinstance(heard, Noise)
        assert heard.reason == "not for the host"
    (heard_order,) = OrderDecoder().feed(frames.ACK)
    assert isinstance(heard_order, Noise)


def test_a_status_of_another_form_is_still_an_answer() -> None:
    other = Other(3, spec.Op.QUERY_STATUS, 0, b"\x01")
    assert ReplyDecoder().feed(frames.PAPER_REPLIES["short status"]) == [other]
    assert DRIVER.describe(other) == "card 3: query status error 0 01"


def test_a_5c_trail_byte_is_no_code() -> None:
    assert "誠".encode("gbk")[1:] == b"\\"
    assert write(("誠n1",)) == b"\xd5\\n1"
    assert read(b"\xd5\\n1") == ("誠n1",)
    assert read(b"\xd5\\\\n1") == ("誠\n1",)
    # the control: who splits the bytes at backslashes finds a line break that is not there
    assert b"\\n" in write(("誠n1",))


def test_lines_colours_and_fonts() -> None:
    pieces = (spec.InkCode.YELLOW, "甲\n乙", Font(spec.FontSize.DOTS_32, spec.Family.HEI), "丙")
    assert write(pieces) == b"\\C3\xbc\xd7\\n\xd2\xd2\\FO122\xb1\xfb"
    assert read(write(pieces)) == pieces
    assert read(b"\\C9\\Q") == ("\\C9\\Q",)
    assert read(b"\xff\xff") is None


def _both_words(one: object, other: object) -> bool:
    """Two runs of words side by side come back as one."""
    return isinstance(one, str) and isinstance(other, str)


words = st.text(
    st.characters(codec="gbk", exclude_characters="\\", exclude_categories=("Cc", "Cs")), min_size=1
).filter(lambda text: "\x80" not in text)
pieces = st.lists(
    st.one_of(
        st.sampled_from(spec.InkCode),
        st.builds(
            Font,
            st.sampled_from(spec.FontSize),
            st.sampled_from(spec.Family),
            st.sampled_from(spec.Encoding),
            st.booleans(),
        ),
        words,
    ),
    max_size=6,
).filter(lambda each: not any(map(_both_words, each, each[1:])))
areas = st.builds(
    Area,
    number=st.integers(0, 254),
    x=st.integers(0, 100).map(lambda column: column * 8),
    y=st.integers(0, 500),
    width=st.integers(0, 256).map(lambda column: column * 8),
    height=st.integers(0, 512),
    text=pieces.map(tuple),
    effect=st.sampled_from(spec.Effect),
    speed=st.integers(0, 24),
    stay=st.integers(0, 255),
    run=st.sampled_from(spec.RunMode),
    timeout=st.integers(0, 65535),
    spacing=st.integers(0, 255),
    across=st.sampled_from(spec.Across),
    down=st.sampled_from(spec.Down),
    lines=st.sampled_from(spec.Lines),
    wrap=st.sampled_from(spec.Wrap),
)
orders = st.builds(
    Order,
    st.integers(1, spec.ANY),
    st.one_of(
        st.builds(
            ShowAreas,
            st.lists(areas, max_size=3).map(tuple),
            st.one_of(st.none(), st.lists(st.integers(0, 255), max_size=9).map(tuple)),
            st.integers(0, 255),
        ),
        st.builds(
            SetClock,
            st.datetimes(datetime(1000, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001  # a card's clock knows no zone
        ),
        st.builds(LockProgram, st.booleans(), st.just("P001"), st.booleans()),
    ),
    st.booleans(),
)


@given(orders)
def test_every_order_survives_the_wire(order: Order) -> None:
    data = encode(order)
    assert data.startswith(b"\xa5" * 8)
    body = data[8:-1]
    assert not {0xA5, 0x5A} & set(body)
    assert OrderDecoder().feed(data) == [order]
    assert isinstance(DRIVER.describe(order), str)


def test_escaping_makes_a_frame_longer_than_its_data() -> None:
    """A client that sizes its buffer by the raw length cuts such frames off."""
    area = replace(AREA, text=("Z[" * 200,))
    plain = replace(AREA, text=("ab" * 200,))
    longer = len(encode(Order(1, ShowAreas((area,))))) - len(encode(Order(1, ShowAreas((plain,)))))
    assert longer >= 399
    assert OrderDecoder().feed(encode(Order(1, ShowAreas((area,))))) == [
        Order(1, ShowAreas((area,)))
    ]


_NOON = datetime(2026, 11, 22, 12, 4, 5)  # noqa: DTZ001  # a card's clock knows no zone


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Order(1, Ping()), "to card 1: ping"),
        (Order(spec.ANY, ReadNumber()), "to any card: read screen number"),
        (Order(spec.BROADCAST, Power(on=False), False), "to all cards: off (no answer wanted)"),
        (Order(1, Power(on=True)), "to card 1: on"),
        (Order(1, Clear()), "to card 1: clear"),
        (Order(1, QueryStatus()), "to card 1: query status"),
        (Order(1, SetClock(_NOON)), "to card 1: set clock 2026-11-22 12:04:05"),
        (Order(1, LockProgram(True, "P000")), "to card 1: lock program P000"),
        (Order(1, LockProgram(False, "P000")), "to card 1: unlock program P000"),
        (Order(1, Unsent(spec.Op.FORMAT, b"")), "to card 1: format"),
        (Order(1, Unsent(0xA2FF, b"\x01\xab")), "to card 1: A2 FF 01 ab"),
        (Order(1, ShowAreas((), delete=None)), "to card 1: delete all areas"),
        (Order(1, ShowAreas((), delete=(0, 1))), "to card 1: delete areas 0, 1"),
        (Order(1, ShowAreas((), delete=())), "to card 1: dynamic areas: none"),
        (
            Order(1, ShowAreas((replace(AREA, number=1, x=8, y=16),), delete=(3,))),
            "to card 1: delete areas 3; area 1 128×32 at 8,16 static “好”",
        ),
        (
            Status(3, True, 15, bytes(8), 2, bytes(4), (0, 5)),
            "card 3: on, brightness 15, dynamic areas 0, 5",
        ),
        (
            Status(3, False, 0, bytes(8), 2, bytes(4), ()),
            "card 3: off, brightness 0, dynamic areas none",
        ),
        (Ack(1), "card 1: done"),
        (Nack(1, 5), "card 1: refused, error 5 (crc16)"),
        (Nack(1, 12), "card 1: refused, error 12 (font missing)"),
        (Nack(1, 99), "card 1: refused, error 99 (unknown)"),
        (Number(7, 7), "card 7: its number is 7"),
        (Other(3, spec.Op.QUERY_STATUS, 0, b"\x01"), "card 3: query status error 0 01"),
        (Noise(b"\x01\xab", "bad checksum"), "noise (bad checksum): 01 ab"),
    ],
)
def test_each_value_in_words(value: Any, said: str) -> None:
    assert DRIVER.describe(value) == said
