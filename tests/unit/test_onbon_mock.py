"""The simulated font card against frames that neither it nor the driver made."""

from __future__ import annotations

import onbon_frames as frames
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_mocks.firmware import Firmware, Glyph, Output, Send, Show, SignLook
from firmware_mocks.onbon import MOCK
from firmware_mocks.onbon.receiver import Received, Receiver, crc16
from queue_display.models.onbon.codec import ReplyDecoder
from queue_display.models.onbon.framing import Cutter, Frame, checksum
from queue_display.models.onbon.orders import Nack, Status

_TO_1 = "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 "

# No outside vector: worked like those in docs/protocols/onbon.md.
STATUS = bytes.fromhex(_TO_1 + "05 00 A1 02 01 00 00 2D 40 5A")
UNKNOWN_GROUP = bytes.fromhex(_TO_1 + "05 00 B0 00 01 00 00 D0 FB 5A")
START_DELAY = frames.worked(bytes.fromhex("A3 03 01 00 00") + bytes(16))
MONTH_13 = bytes.fromhex(_TO_1 + "0D 00 A2 03 01 00 00 26 20 13 22 15 04 05 07 2C 48 5A")
LOCK_P009 = bytes.fromhex(_TO_1 + "0B 00 A3 04 01 06 00 00 01 50 30 30 39 82 6C 5A")
LOCK_FOR_GOOD = bytes.fromhex(_TO_1 + "0B 00 A3 04 01 06 00 01 01 50 30 30 30 43 BB 5A")
NUMBER_9 = bytes.fromhex(_TO_1 + "07 00 A2 06 01 00 00 09 00 31 14 5A")


def card(address: int = 1, **options: str) -> Firmware:
    device = MOCK.make(address, {"delay": "0", **options})
    device.power_cycle(0.0)
    return device


def sent(outputs: list[Output]) -> bytes:
    return b"".join(each.data for each in outputs if isinstance(each, Send))


def shown(outputs: list[Output]) -> list[str]:
    return [each.what for each in outputs if isinstance(each, Show)]


def refusal(outputs: list[Output]) -> int:
    """The error a card answered."""
    (reply,) = ReplyDecoder().feed(sent(outputs))
    assert isinstance(reply, Nack)
    return reply.code


def damaged(data: bytes) -> bytes:
    """The same frame with one bit of its checksum turned, and no escape harmed."""
    return data[:-2] + bytes([data[-2] ^ 0x08]) + data[-1:]


def characters(look: SignLook) -> list[Glyph]:
    return [each for area in look.areas for page in area.pages for each in page]


def address_of(name: str) -> int:
    return 0xA5 if "00A5" in name else 1


@pytest.mark.parametrize("name", [name for name in frames.GOOD if "reply" not in name])
def test_every_outside_request_is_obeyed_and_answered(name: str) -> None:
    device = card(address_of(name), width="512", height="64")
    answer = sent(device.feed(frames.GOOD[name], 0.0))
    if "no-reply" in name:
        assert answer == b""
    elif address_of(name) == 1:
        assert answer == frames.ACK
    else:
        assert answer


def test_a_broken_checksum_is_answered_with_the_outside_refusal() -> None:
    device = card()
    assert sent(device.feed(damaged(frames.GOOD["ping"]), 0.0)) == frames.NACK
    assert sent(device.feed(frames.GOOD["ping"], 0.0)) == frames.ACK


@pytest.mark.parametrize("name", frames.BAD)
def test_bad_outside_frames_change_nothing_and_only_a_wrong_check_is_answered(name: str) -> None:
    device = card()
    before = device.look()
    refusal = frames.NACK if name == "wrong check: ping" else b""
    assert sent(device.feed(frames.BAD[name], 0.0)) == refusal
    assert device.look() == before


def test_requests_are_heard_five_ways() -> None:
    ping = frames.GOOD["ping"]
    assert sent(card().feed(ping, 0.0)) == frames.ACK
    slow = card()
    assert b"".join(sent(slow.feed(bytes([byte]), 0.0)) for byte in ping) == frames.ACK
    assert sent(card().feed(ping + ping, 0.0)) == frames.ACK * 2
    assert sent(card().feed(b"\x00\xa6\x5a" + ping, 0.0)) == frames.ACK
    cut = card()
    assert sent(cut.feed(ping[:20], 0.0)) == b""
    assert sent(cut.feed(ping, 0.0)) == frames.ACK


def test_one_lead_in_byte_is_enough() -> None:
    assert sent(card().feed(frames.GOOD["ping"][7:], 0.0)) == frames.ACK


def test_a_wrong_escape_is_dropped_without_a_word() -> None:
    escaped = frames.GOOD["escape coverage addr 00A5 text A5 A6 5A 5B 41"]
    device = card(0xA5)
    wrong = escaped.replace(b"\x5b\x02", b"\x5b\x03")
    assert sent(device.feed(wrong, 0.0)) == b""
    assert shown(device.feed(wrong, 0.0)) == ["ignored"]
    assert sent(device.feed(escaped, 0.0)) != b""
    assert device.look().text == "ウZ[A"


def test_other_cards_orders_are_not_mine() -> None:
    assert card(2).feed(frames.GOOD["ping"], 0.0) == []
    assert card(2).feed(frames.ACK, 0.0) == []


def test_any_card_answers_and_a_broadcast_is_obeyed_in_silence() -> None:
    device = card(7)
    assert sent(device.feed(frames.GOOD["turn on, any-address FFFE"], 0.0)) != b""
    assert sent(device.feed(frames.PAPER["read number"], 0.0)) == frames.PAPER_REPLIES["number 7"]
    assert sent(device.feed(frames.PAPER["all off"], 0.0)) == b""
    assert device.look().on is False
    assert sent(device.feed(damaged(frames.PAPER["all off"]), 0.0)) == b""


def test_the_outside_call_is_lit_where_it_must_be() -> None:
    device = card(height="16")
    device.feed(frames.CALL, 0.0)
    look = device.look()
    assert look.text == "请A001到3号窗口"
    lit = characters(look)
    assert [each.char for each in lit] == list("请A001到3号窗口")
    assert [each.x for each in lit] == [0, 16, 24, 32, 40, 48, 64, 72, 88, 104]
    assert {each.y for each in lit} == {0}
    assert {each.size for each in lit} == {16}
    assert {each.colour for each in lit} == {"red"}
    assert not look.areas[0].cut


def test_centred_text_in_the_middle_of_its_area() -> None:
    device = card()
    device.feed(frames.PAPER["one 24-dot area instead of all"], 0.0)
    assert characters(device.look()) == [Glyph("欢", 52, 4, 24, "green")]


def test_a_one_colour_sign_shows_all_in_red() -> None:
    device = card(colour="red")
    device.feed(frames.PAPER["one 24-dot area instead of all"], 0.0)
    assert characters(device.look())[0].colour == "red"


def test_a_missing_font_is_refused_and_the_old_picture_stays() -> None:
    device = card(fonts="16")
    device.feed(frames.CALL, 0.0)
    assert refusal(device.feed(frames.PAPER["one 24-dot area instead of all"], 0.0)) == 12
    assert device.look().text == "请A001到3号窗口"


def test_text_is_read_double_byte_first() -> None:
    device = card()
    device.feed(frames.PAPER["trail byte 5C"], 0.0)
    assert device.look().text == "誠n1"


def test_areas_are_deleted_and_power_takes_the_rest() -> None:
    device = card(width="512")
    device.feed(frames.CALL, 0.0)
    device.feed(frames.GOOD["dynamic area no-reply TEMPER:21C"], 0.0)
    assert [area.number for area in device.look().areas] == [0, 1]
    device.feed(frames.GOOD["delete dynamic areas 0 and 1"], 0.0)
    assert device.look().areas == ()
    device.feed(frames.CALL, 0.0)
    device.power_cycle(1.0)
    assert device.look().areas == ()
    assert device.look().program == "P000"


def test_more_areas_than_its_memory_holds_are_refused() -> None:
    device = card(areas="1", width="512")
    device.feed(frames.CALL, 0.0)
    station = frames.GOOD["dynamic area no-reply TEMPER:21C"]
    assert sent(device.feed(station, 0.0)) == b""  # it asked for no answer
    assert [area.number for area in device.look().areas] == [0]


def test_off_is_dark_and_on_shows_the_same_again() -> None:
    device = card()
    device.feed(frames.CALL, 0.0)
    device.feed(frames.PAPER["turn off"], 0.0)
    assert device.look().areas == ()
    device.feed(frames.GOOD["turn on"], 0.0)
    assert device.look().text == "请A001到3号窗口"


def test_a_locked_program_and_a_cleared_screen() -> None:
    device = card()
    device.feed(frames.GOOD["lock program P000"], 0.0)
    assert device.look().locked is True
    device.feed(frames.GOOD["clear screen"], 0.0)
    assert device.look().program == ""
    device.power_cycle(1.0)
    assert device.look().locked is False
    assert refusal(card(programs="").feed(frames.GOOD["lock program P000"], 0.0)) == 6


def test_a_lock_kept_in_flash_outlives_the_power() -> None:
    device = card()
    device.feed(LOCK_FOR_GOOD, 0.0)
    device.power_cycle(1.0)
    assert device.look().locked is True


def test_the_clock_runs_and_the_status_tells_it() -> None:
    device = card()
    device.feed(frames.GOOD["set clock 2026-11-22 15:04:05 Sunday"], 10.0)
    device.feed(frames.CALL, 11.0)
    (status,) = ReplyDecoder().feed(sent(device.feed(STATUS, 13.0)))
    assert isinstance(status, Status)
    assert status.clock.hex(" ") == "26 20 11 22 15 04 08 07"
    assert status.areas == (0,)
    assert status.on


def test_format_takes_the_fonts_with_it() -> None:
    device = card()
    assert shown(device.feed(frames.FORMAT, 0.0)) == ["wiped"]
    assert refusal(device.feed(frames.CALL, 0.0)) == 12


@pytest.mark.parametrize(
    ("data", "code"), [(UNKNOWN_GROUP, 1), (START_DELAY, 2), (LOCK_P009, 6), (MONTH_13, 14)]
)
def test_what_it_cannot_do_is_refused_with_its_number(data: bytes, code: int) -> None:
    assert refusal(card().feed(data, 0.0)) == code


def test_a_new_number_counts_at_once() -> None:
    device = card()
    device.feed(NUMBER_9, 0.0)
    assert device.address == 9
    assert device.feed(frames.GOOD["ping"], 0.0) == []


def test_hands_break_it_and_mend_it() -> None:
    device = card()
    ping = frames.GOOD["ping"]
    device.hand(["fault", "silent"], 0.0)
    assert device.feed(frames.CALL, 0.0) == []
    device.hand(["fault", "mute"], 0.0)
    assert sent(device.feed(frames.CALL, 0.0)) == b""
    assert device.look().text == "请A001到3号窗口"
    device.hand(["fault", "nack"], 0.0)
    assert sent(device.feed(ping, 0.0)) == frames.NACK
    device.hand(["fault", "busy"], 0.0)
    assert refusal(device.feed(ping, 0.0)) == 3
    device.hand(["fault", "nack", "8"], 0.0)
    assert refusal(device.feed(ping, 0.0)) == 8
    device.hand(["ok"], 0.0)
    assert sent(device.feed(ping, 0.0)) == frames.ACK


@pytest.mark.parametrize(
    "options",
    [{"size": "1"}, {"width": "100"}, {"height": "x"}, {"colour": "blue"}, {"fonts": "12"}],
)
def test_options_that_do_not_exist_or_do_not_fit(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        MOCK.make(1, options)


def _bent(frame_at: tuple[bytes, int, bytes]) -> bytes:
    frame, place, put = frame_at
    place %= len(frame)
    return frame[:place] + put + frame[place + 1 :]


known = st.sampled_from([*frames.GOOD.values(), *frames.PAPER.values(), *frames.BAD.values()])
pieces = st.one_of(
    known,
    st.binary(max_size=9),
    st.tuples(known, st.integers(0, 200), st.binary(max_size=3)).map(_bent),
)


@given(st.binary(max_size=200))
def test_both_checksums_agree_though_written_apart(data: bytes) -> None:
    assert crc16(data) == checksum(data)


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_noise_never_silences_the_card_for_good(noise: list[bytes]) -> None:
    device = card()
    for each in noise:
        device.feed(each, 0.0)
    assert sent(device.feed(frames.GOOD["ping"], 0.0)).endswith(frames.ACK)


@given(st.data())
def test_driver_and_card_agree_on_what_is_a_whole_frame(data: st.DataObject) -> None:
    """Two readers written apart, on good, damaged and glued frames."""
    stream = b"".join(data.draw(st.lists(pieces, max_size=4)))
    ours = [each.data for each in Cutter().feed(stream) if isinstance(each, Frame)]
    theirs = [
        each.data for each in Receiver().feed(stream) if isinstance(each, Received) and each.intact
    ]
    assert theirs == ours


def test_the_control_a_reader_that_checks_nothing_disagrees() -> None:
    heard = Receiver().feed(damaged(frames.CALL))
    assert [each.data for each in heard if isinstance(each, Received)]
    assert not [each for each in Cutter().feed(damaged(frames.CALL)) if isinstance(each, Frame)]
