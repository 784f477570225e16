"""The font card's frames: outside vectors, paper, five ways of reading, and every kind of harm."""

from __future__ import annotations

import functools
import operator
from dataclasses import replace
from datetime import datetime
from typing import Any

import onbon_frames as frames
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.link.base import Noise
from queue_display.models.onbon import DRIVER, framing, spec
from queue_display.models.onbon import areas as payloads
from queue_display.models.onbon import orders as o
from queue_display.models.onbon.codec import OrderDecoder, ReplyDecoder, encode
from queue_display.models.onbon.framing import Frame, checksum, wrap
from queue_display.models.onbon.text import Font, read, write

REPLIES = {
    frames.ACK: o.Ack(1),
    frames.NACK: o.Nack(1, 5),
    frames.PAPER_REPLIES["number 7"]: o.Number(7, 7),
    frames.PAPER_REPLIES["busy"]: o.Nack(3, 3),
    frames.PAPER_REPLIES["font missing"]: o.Nack(3, 12),
    frames.PAPER_REPLIES["status"]: o.Status(
        3, True, 15, bytes.fromhex("2620112215040507"), 1, b"P000", (0, 1)
    ),
}
AREA = o.Area(number=0, x=0, y=0, width=128, height=32, text=("好",))


def _shows(**fields: Any) -> o.Order:
    """A picture of one area, different in these fields."""
    return o.Order(1, o.ShowAreas((replace(AREA, **fields),)))


def test_the_checksum_is_arc_and_not_modbus() -> None:
    assert checksum(b"123456789") == 0xBB3D


def test_the_rows_of_the_checksum_are_the_published_ones() -> None:
    """They are made once, at the start; made anew they are the same. A row is the sum of the rows
    of its bits."""
    of_bits = [0xC0C1, 0xC181, 0xC301, 0xC601, 0xCC01, 0xD801, 0xF001, 0xA001]
    summed = [
        functools.reduce(
            operator.xor, (row for bit, row in enumerate(of_bits) if byte >> bit & 1), 0
        )
        for byte in range(256)
    ]
    assert framing._table() == framing._CRC_ROWS == tuple(summed)


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
    assert [type(each) for each in heard] == [Noise, o.Nack]
    assert isinstance(heard[0], Noise)
    assert heard[0].reason == "cut short"


@pytest.mark.parametrize("name", frames.BAD)
def test_bad_published_frames_are_noise(name: str) -> None:
    for decoder in (OrderDecoder(), ReplyDecoder()):
        assert all(isinstance(each, Noise) for each in decoder.feed(frames.BAD[name]))


def _noise(data: bytes) -> list[tuple[int, str]]:
    """How many bytes became noise at a time, and why; nothing else may come of them."""
    found = ReplyDecoder().feed(data)
    noise = [each for each in found if isinstance(each, Noise)]
    assert noise == found
    return [(len(each.data), each.reason) for each in noise]


def test_what_was_no_frame_is_noise_with_all_its_bytes() -> None:
    bent = frames.ACK[:-3] + bytes([frames.ACK[-3] ^ 1]) + frames.ACK[-2:]
    assert ReplyDecoder().feed(bent) == [Noise(bent, "bad checksum")]
    torn = frames.ACK[:-1] + b"\xa6\x5a"  # an escape without its second half
    assert ReplyDecoder().feed(torn) == [Noise(torn, "bad escape")]


@pytest.mark.parametrize(("size", "told"), [(63, []), (64, [(64, "no frame")])])
def test_noise_is_told_in_stretches(size: int, told: list[tuple[int, str]]) -> None:
    assert _noise(bytes(size)) == told


def test_a_frame_that_never_ends_is_given_up_when_none_can_be_so_long() -> None:
    longest = 2 * (14 + 16 + 1024 + 2)  # header, barcode, data, checksum; each byte escaped
    assert _noise(frames.ACK[:8] + bytes(longest - 8)) == []
    assert _noise(frames.ACK[:8] + bytes(longest - 7)) == [(longest + 1, "too long")]


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
    assert whole[-1] == o.Ack(1)


def test_format_is_named_and_never_made() -> None:
    (order,) = OrderDecoder().feed(frames.FORMAT)
    assert order == o.Order(1, o.Unsent(spec.Op.FORMAT, b""))
    assert DRIVER.describe(order) == "to card 1: format"
    with pytest.raises(ValueError, match="format is never sent"):
        encode(o.Order(1, o.Unsent(spec.Op.FORMAT, b"")))


@given(st.binary(max_size=40))
def test_nothing_that_is_encoded_is_a_format(payload: bytes) -> None:
    for op in set(spec.Op) - {spec.Op.FORMAT}:
        with pytest.raises(ValueError, match="never sent"):
            encode(o.Order(1, o.Unsent(op, payload)))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (o.Order(0, o.Ping()), "address 0 is not in 1 to 65535"),
        (o.Order(0x10000, o.Ping()), "address 65536 is not in 1 to 65535"),
        (o.Order(1, o.LockProgram(locked=True, name="P00")), "'P00': a name is four ASCII"),
        (o.Order(1, o.LockProgram(locked=True, name="P0000")), "'P0000': a name is four ASCII"),
        (o.Order(1, o.LockProgram(locked=True, name="P00é")), "'P00é': a name is four ASCII"),
        (_shows(width=100), "width of 100 dots: a 5K card counts in columns of 8 dots"),
        (_shows(x=4), "x of 4 dots"),
        (_shows(x=-8), "x of -8 dots"),
        (_shows(x=8 * 0x8000), "x of 262144 dots"),
        (_shows(y=-1), "y -1 is not in 0 to 65535"),
        (_shows(y=0x10000), "y 65536 is not in 0 to 65535"),
        (_shows(height=0x10000), "height 65536 is not in 0 to 65535"),
        (_shows(spacing=256), "spacing 256 is not in 0 to 255"),
        (_shows(timeout=0x10000), "timeout 65536 is not in 0 to 65535"),
        (_shows(speed=25), "speed 25 is not in 0 to 24"),
        (_shows(stay=256), "stay 256 is not in 0 to 255"),
        (_shows(number=255), "area 255 is not in 0 to 254"),
        (_shows(text=("a\\C1",)), "a backslash or control character"),
        (_shows(text=("a\tb",)), "a backslash or control character"),
        (_shows(text=("a\x7fb",)), "a backslash or control character"),
        (_shows(text=("好🙂",)), "'🙂' is not in GBK"),
        (_shows(text=("长" * 600,)), "the text is too long for one frame"),
        (_shows(text=("长" * 498 + "a",)), "1033 bytes of data; a frame carries 5 to 1024"),
        (
            o.Order(1, o.ShowAreas(tuple(replace(AREA, text=("长" * 300,)) for _ in range(2)))),
            "bytes of data; a frame carries 5 to 1024",
        ),
        (
            o.Order(1, o.ShowAreas(delete=tuple(range(255)))),
            "number of deletions 255 is not in 0 to 254",
        ),
        (o.Order(1, o.ShowAreas(delete=(256,))), "area 256 is not in 0 to 255"),
        (o.Order(1, o.ShowAreas((AREA,) * 256)), "number of areas 256 is not in 0 to 255"),
        (o.Order(1, o.ShowAreas((AREA,), process=256)), "process 256 is not in 0 to 255"),
    ],
)
def test_our_own_mistakes_are_value_errors(order: o.Order, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        encode(order)


@pytest.mark.parametrize(
    "order",
    [
        o.Order(0xFFFF, o.Ping(), False),
        _shows(x=8 * 0x7FFF, width=8 * 0x7FFF),
        _shows(y=0xFFFF, height=0xFFFF, timeout=0xFFFF),
        _shows(spacing=255, stay=255, speed=24, number=254),
        _shows(text=()),
        _shows(text=("长" * 494,)),
        o.Order(1, o.ShowAreas((AREA,), delete=(0, 255), process=255)),
        o.Order(1, o.LockProgram(locked=False, name="P000", stored=False)),
        o.Order(1, o.LockProgram(locked=True, name="P000", stored=True)),
    ],
)
def test_the_largest_and_the_smallest_are_carried(order: o.Order) -> None:
    assert OrderDecoder().feed(encode(order)) == [order]


# Worked by hand from the sheet's table, a value of its own in every field: 16 dots are 2 columns,
# 64 are 8; centre (2) and bottom (1) make 2 + 1 × 4 = 06; the text is red, "A", a new line, "B".
FULL = o.Area(
    number=7,
    x=16,
    y=5,
    width=64,
    height=48,
    text=(spec.InkCode.RED, "A\nB"),
    effect=spec.Effect.DOWN,
    speed=24,
    stay=9,
    run=spec.RunMode.COUNTED_VANISH,
    timeout=0x0102,
    spacing=3,
    across=spec.Across.CENTRE,
    down=spec.Down.BOTTOM,
    lines=spec.Lines.SEVERAL,
    wrap=spec.Wrap.CARD,
)
FULL_RECORD = bytes.fromhex(
    "00 02 00 05 00 08 00 30 00 07 03 05 02 01 00 00 06 02 02 06 00 18 09 07 00 00 00"
    "5C 43 31 41 5C 6E 42"
)


def test_every_field_of_an_area_has_its_place() -> None:
    sized = bytes.fromhex("01 22 00") + FULL_RECORD
    assert payloads.write(o.ShowAreas((FULL,), delete=())) == b"\x00" + sized
    assert payloads.write(o.ShowAreas((FULL,), delete=None)) == b"\xff" + sized
    assert payloads.write(o.ShowAreas((FULL,), delete=(4, 9))) == b"\x02\x04\x09" + sized
    assert payloads.read(b"\x02\x04\x09" + sized, 1) == o.ShowAreas((FULL,), (4, 9), 1)
    assert payloads.read(b"\xff" + sized, 0) == o.ShowAreas((FULL,), None, 0)
    two = b"\x00\x02" + sized[1:] * 2
    assert payloads.read(two, 0) == o.ShowAreas((FULL, FULL), (), 0)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_picture_that_holds_more_or_fewer_areas_than_it_says_is_none(count: int) -> None:
    two = (len(FULL_RECORD).to_bytes(2, "little") + FULL_RECORD) * 2
    assert payloads.read(b"\x00" + bytes((count,)) + two, 0) is None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 1),  # another kind of area
        (14, 1),  # sound
        (15, 1),  # an extension
        (20, 1),  # an effect at its end
        (23, 6),  # a text longer than said
        (23, 8),  # or shorter
        (11, 9),  # a run mode the sheet does not know
        (16, 3),  # an alignment
        (16, 0x0E),
        (17, 0),
        (18, 3),
        (19, 99),
    ],
)
def test_what_an_area_may_not_hold_is_no_area(place: int, value: int) -> None:
    bent = FULL_RECORD[:place] + bytes([value]) + FULL_RECORD[place + 1 :]
    assert payloads.read(b"\x00\x01\x22\x00" + bent, 0) is None


@pytest.mark.parametrize("payload", ["", "00", "00 01", "00 01 22", "00 01 01 00 00", "01"])
def test_a_payload_that_breaks_off_is_none(payload: str) -> None:
    assert payloads.read(bytes.fromhex(payload), 0) is None


def test_a_newer_cards_dots_are_read() -> None:
    dots = FULL_RECORD[:1] + bytes.fromhex("05 80") + FULL_RECORD[3:]
    shown = payloads.read(b"\x00\x01\x22\x00" + dots, 0)
    assert shown is not None
    assert shown.areas[0].x == 5


def test_our_own_echo_and_other_cards_orders_are_noise() -> None:
    for data in frames.BYTES.values():
        (heard,) = ReplyDecoder().feed(data)
        assert isinstance(heard, Noise)
        assert heard.reason == "not for the host"
    (heard_order,) = OrderDecoder().feed(frames.ACK)
    assert isinstance(heard_order, Noise)


def test_a_status_of_another_form_is_still_an_answer() -> None:
    other = o.Other(3, spec.Op.QUERY_STATUS, 0, b"\x01")
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
    o.Area,
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
    o.Order,
    st.integers(1, spec.ANY),
    st.one_of(
        st.builds(
            o.ShowAreas,
            st.lists(areas, max_size=3).map(tuple),
            st.one_of(st.none(), st.lists(st.integers(0, 255), max_size=9).map(tuple)),
            st.integers(0, 255),
        ),
        st.builds(
            o.SetClock,
            st.datetimes(datetime(1000, 1, 1)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001  # a card's clock knows no zone
        ),
        st.builds(o.LockProgram, st.booleans(), st.just("P001"), st.booleans()),
    ),
    st.booleans(),
)


@given(orders)
def test_every_order_survives_the_wire(order: o.Order) -> None:
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
    longer = len(encode(o.Order(1, o.ShowAreas((area,))))) - len(
        encode(o.Order(1, o.ShowAreas((plain,))))
    )
    assert longer >= 399
    assert OrderDecoder().feed(encode(o.Order(1, o.ShowAreas((area,))))) == [
        o.Order(1, o.ShowAreas((area,)))
    ]


_AFTERNOON = datetime(2026, 11, 22, 15, 4, 5)  # noqa: DTZ001  # a card's clock knows no zone
_NOON = datetime(2026, 11, 22, 12, 4, 5)  # noqa: DTZ001  # a card's clock knows no zone


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (o.Order(1, o.Ping()), "to card 1: ping"),
        (o.Order(spec.ANY, o.ReadNumber()), "to any card: read screen number"),
        (o.Order(spec.BROADCAST, o.Power(on=False), False), "to all cards: off (no answer wanted)"),
        (o.Order(1, o.Power(on=True)), "to card 1: on"),
        (o.Order(1, o.Clear()), "to card 1: clear"),
        (o.Order(1, o.QueryStatus()), "to card 1: query status"),
        (o.Order(1, o.SetClock(_NOON)), "to card 1: set clock 2026-11-22 12:04:05"),
        (o.Order(1, o.LockProgram(True, "P000")), "to card 1: lock program P000"),
        (o.Order(1, o.LockProgram(False, "P000")), "to card 1: unlock program P000"),
        (o.Order(1, o.Unsent(spec.Op.FORMAT, b"")), "to card 1: format"),
        (o.Order(1, o.Unsent(0xA2FF, b"\x01\xab")), "to card 1: A2 FF 01 ab"),
        (o.Order(1, o.ShowAreas((), delete=None)), "to card 1: delete all areas"),
        (o.Order(1, o.ShowAreas((), delete=(0, 1))), "to card 1: delete areas 0, 1"),
        (o.Order(1, o.ShowAreas((), delete=())), "to card 1: dynamic areas: none"),
        (
            o.Order(1, o.ShowAreas((replace(AREA, number=1, x=8, y=16),), delete=(3,))),
            "to card 1: delete areas 3; area 1 128×32 at 8,16 static “好”",
        ),
        (
            o.Status(3, True, 15, bytes(8), 2, bytes(4), (0, 5)),
            "card 3: on, brightness 15, dynamic areas 0, 5",
        ),
        (
            o.Status(3, False, 0, bytes(8), 2, bytes(4), ()),
            "card 3: off, brightness 0, dynamic areas none",
        ),
        (o.Ack(1), "card 1: done"),
        (o.Nack(1, 5), "card 1: refused, error 5 (crc16)"),
        (o.Nack(1, 12), "card 1: refused, error 12 (font missing)"),
        (o.Nack(1, 99), "card 1: refused, error 99 (unknown)"),
        (o.Number(7, 7), "card 7: its number is 7"),
        (o.Other(3, spec.Op.QUERY_STATUS, 0, b"\x01"), "card 3: query status error 0 01"),
        (o.Other(3, spec.Op.QUERY_STATUS, 9, b""), "card 3: query status error 9"),
        (Noise(b"\x01\xab", "bad checksum"), "noise (bad checksum): 01 ab"),
    ],
)
def test_each_value_in_words(value: Any, said: str) -> None:
    assert DRIVER.describe(value) == said


def _answer(op: int, error: int, payload: bytes) -> list[Any]:
    """What the host hears when card 3 answers so."""
    data = bytes([op >> 8, op & 0xFF, error, 0, 0]) + payload
    return ReplyDecoder().feed(wrap(Frame(spec.HOST, 3, data)))


STATUS = bytes.fromhex("01 0F 26 20 11 22 15 04 05 07 02 50 30 30 30 00 00")


@pytest.mark.parametrize(
    ("payload", "areas_told"),
    [(STATUS + b"\x00", ()), (STATUS + b"\x02\x00\x05", (0, 5)), (STATUS + b"\x01\x07\x99", (7,))],
)
def test_a_status_tells_its_areas(payload: bytes, areas_told: tuple[int, ...]) -> None:
    (heard,) = _answer(spec.Op.QUERY_STATUS, 0, payload)
    assert heard == o.Status(3, True, 15, payload[2:10], 2, payload[11:15], areas_told)


@pytest.mark.parametrize(
    "payload",
    [STATUS, STATUS + b"\x02\x00", b"\x00" + STATUS[1:] + b"\x00", b"\x03" + STATUS[1:] + b"\x00"],
    ids=["no count", "an area less than said", "neither on nor off", "a switch nobody knows"],
)
def test_a_status_that_does_not_add_up_is_an_answer_and_no_status(payload: bytes) -> None:
    assert _answer(spec.Op.QUERY_STATUS, 0, payload) == [
        o.Other(3, spec.Op.QUERY_STATUS, 0, payload)
    ]


@pytest.mark.parametrize(
    ("op", "error", "payload"),
    [
        (spec.Op.QUERY_STATUS, 3, STATUS + b"\x00"),
        (spec.Op.READ_NUMBER, 3, b"\x07\x00"),
        (spec.Op.READ_NUMBER, 0, b"\x07"),
        (spec.Op.READ_NUMBER, 0, b"\x07\x00\x00"),
        (0xA2FE, 0, b""),
    ],
)
def test_answers_that_say_nothing_we_use(op: int, error: int, payload: bytes) -> None:
    assert _answer(op, error, payload) == [o.Other(3, op, error, payload)]


def _request(op: int, payload: bytes, response: int = 1, r0: int = 0) -> list[Any]:
    """What a card hears."""
    data = bytes([op >> 8, op & 0xFF, response, r0, 0]) + payload
    return OrderDecoder().feed(wrap(Frame(7, spec.HOST, data)))


@pytest.mark.parametrize(
    ("op", "payload"),
    [
        (spec.Op.PING, b"\x00"),
        (spec.Op.CLEAR, b"\x00"),
        (spec.Op.READ_NUMBER, b"\x00"),
        (spec.Op.QUERY_STATUS, b"\x00"),
        (spec.Op.POWER, b""),
        (spec.Op.POWER, b"\x00"),
        (spec.Op.POWER, b"\x03"),
        (spec.Op.SET_CLOCK, bytes.fromhex("26 20 13 22 15 04 05 07")),  # a thirteenth month
        (spec.Op.SET_CLOCK, bytes.fromhex("26 20 11 22 15 04 05")),
        (spec.Op.LOCK_PROGRAM, b"\x02\x01P000"),
        (spec.Op.LOCK_PROGRAM, b"\x00\x02P000"),
        (spec.Op.LOCK_PROGRAM, b"\x00\x01P00\xff"),
        (spec.Op.LOCK_PROGRAM, b"\x00\x01P00"),
        (spec.Op.SHOW_AREAS, b""),
    ],
)
def test_a_request_of_another_form_is_kept_as_it_came(op: int, payload: bytes) -> None:
    assert _request(op, payload) == [o.Order(7, o.Unsent(op, payload))]


def test_a_request_says_whether_an_answer_is_wanted() -> None:
    assert _request(spec.Op.PING, b"", 1) == [o.Order(7, o.Ping(), True)]
    assert _request(spec.Op.PING, b"", 2) == [o.Order(7, o.Ping(), False)]
    (heard,) = _request(spec.Op.PING, b"", 3)
    assert isinstance(heard, Noise)
    assert heard.reason == "no request"


def test_a_clock_from_second_to_year() -> None:
    clock = bytes.fromhex("26 20 11 22 15 04 05 07")
    assert _request(spec.Op.SET_CLOCK, clock) == [o.Order(7, o.SetClock(_AFTERNOON))]
    assert encode(o.Order(7, o.SetClock(_AFTERNOON)))[8 + 19 : 8 + 27] == clock
    assert _request(spec.Op.LOCK_PROGRAM, b"\x01\x00P001") == [
        o.Order(7, o.LockProgram(False, "P001", True))
    ]


BARCODE = "42 58 35 4B 31 2D 32 30 32 36 31 31 32 37 30 30"
BEHIND_HEADER = bytes.fromhex(
    "A5 00 80 01 00 00 00 00 01 00 00 FE 02 05 00 " + BARCODE + " A0 00 00 00 00 ED 23 5A"
)
"""Where nobody has seen it: behind the whole header."""


def test_a_frame_with_a_barcode_is_read_wherever_its_barcode_stands() -> None:
    (name,) = [each for each in frames.GOOD if each == "ACK reply with a barcode behind the option"]
    assert ReplyDecoder().feed(frames.GOOD[name]) == [o.Ack(1)]
    assert ReplyDecoder().feed(BEHIND_HEADER) == [o.Ack(1)]


@given(st.integers(0, 40), st.integers(0, 1), st.binary(min_size=16, max_size=16))
def test_the_longest_frame_with_a_barcode_is_read_whatever_must_be_escaped(
    fill: int, odd: int, code: bytes
) -> None:
    data = bytes([0xA1, 0x02, 0, 0, 0]) + b"\xa5\x5a" * 500 + bytes(fill % 20)
    raw = bytes.fromhex("00 80 01 00 00 00 00 01") + code + bytes.fromhex("00 00 FE 02")
    raw += len(data).to_bytes(2, "little") + data
    raw += checksum(raw).to_bytes(2, "little") if odd else b"\xff\xff"
    body = b"".join(spec.ESCAPES.get(byte, bytes([byte])) for byte in raw)
    (reply,) = ReplyDecoder().feed(b"\xa5" + body + b"\x5a")
    assert not isinstance(reply, Noise)


def test_our_own_frame_to_the_hosts_number_is_no_refusal() -> None:
    """A card may have the number 8000, which is the host's: then an echo looks like its answer."""
    for what in (o.QueryStatus(), o.ReadNumber(), o.Ping(), o.ShowAreas((AREA,), delete=None)):
        (heard,) = ReplyDecoder().feed(encode(o.Order(spec.HOST, what)))
        assert isinstance(heard, Noise), heard
        assert heard.reason == "our own frame"
    ack = bytes.fromhex("A5 00 80 00 80 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 54 EC 5A")
    assert ReplyDecoder().feed(ack) == [o.Ack(spec.HOST)]
    nack = bytes.fromhex("A5 00 80 00 80 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 FF FF 5A")
    assert ReplyDecoder().feed(nack) == [o.Nack(spec.HOST, 5)]
