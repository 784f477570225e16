"""The FF 68 frames against frames that our code did not make."""

from __future__ import annotations

import pytest
from ff68_frames import FRAMES
from hypothesis import given
from hypothesis import strategies as st

from broker.link.base import Noise
from evaluator.models.ff68 import DRIVER, describe, spec
from evaluator.models.ff68 import commands as c
from evaluator.models.ff68.codec import Choice, FrameDecoder, Keys, Value, encode

# Worked on paper in docs/protocols/ff68.md: no outside vector.
BY_HAND = {
    "both_numbers": bytes.fromhex("FF 68 08 08 68 03 02 00 01 02 00 00 01 09 16"),
    "key_metre": bytes.fromhex("FF 68 03 03 68 03 01 11 15 16"),
    "key_cancel": bytes.fromhex("FF 68 03 03 68 03 01 0E 12 16"),
    "key_call_back": bytes.fromhex("FF 68 04 04 68 03 01 03 0F 16 16"),
    "transfer_to_12": bytes.fromhex("FF 68 05 05 68 03 01 01 02 13 1A 16"),
}

TOLD: dict[str, Value] = {
    "ticket_001": c.ShowNumbers(3, None, 1),
    "waiting_012": c.ShowNumbers(3, 12, None),
    "beep": c.Beep(3),
    "start_eval": c.StartEvaluation(3),
    "stars_5": c.ShowStars(3, 5),
    "eval_ack_0": c.AckChoice(3, 0),
    "eval_ack_1": c.AckChoice(3, 1),
    "eval_ack_2": c.AckChoice(3, 2),
    "eval_ack_3": c.AckChoice(3, 3),
    "both_numbers": c.ShowNumbers(3, 12, 1),
}
SAID: dict[str, Value] = {
    "eval_value_0": Choice(3, 0),
    "eval_value_1": Choice(3, 1),
    "eval_value_2": Choice(3, 2),
    "eval_value_3": Choice(3, 3),
    "key_call": Keys(3, b"\x0c"),
    "key_recall": Keys(3, b"\x0d"),
    "key_evaluate": Keys(3, b"\x0b"),
    "key_giveup": Keys(3, b"\x06\x0f"),
    "key_hang": Keys(3, b"\x00\x0f"),
    "key_pause": Keys(3, b"\x12"),
    "key_transfer": Keys(3, b"\x13"),
    "key_metre": Keys(3, b"\x11"),
    "key_cancel": Keys(3, b"\x0e"),
    "key_call_back": Keys(3, b"\x03\x0f"),
    "transfer_to_12": Keys(3, b"\x01\x02\x13"),
}
ALL = FRAMES | BY_HAND
CASES = [(name, True, value) for name, value in TOLD.items()] + [
    (name, False, value) for name, value in SAID.items()
]
each_case = pytest.mark.parametrize(("name", "to_device", "value"), CASES)


def test_every_outside_vector_is_used() -> None:
    assert FRAMES.keys() <= TOLD.keys() | SAID.keys()


@pytest.mark.parametrize(("name", "value"), TOLD.items())
def test_commands_are_encoded_as_the_field_does(name: str, value: Value) -> None:
    assert encode(value) == ALL[name]


@each_case
def test_whole(name: str, to_device: bool, value: Value) -> None:
    assert FrameDecoder(to_device).feed(ALL[name]) == [value]


@each_case
def test_a_byte_at_a_time(name: str, to_device: bool, value: Value) -> None:
    decoder = FrameDecoder(to_device)
    heard = [each for byte in ALL[name] for each in decoder.feed(bytes([byte]))]
    assert heard == [value]


@each_case
def test_glued_twice(name: str, to_device: bool, value: Value) -> None:
    assert FrameDecoder(to_device).feed(ALL[name] * 2) == [value, value]


@each_case
@pytest.mark.parametrize("junk", ["00", "FF", "FF 68", "FF 68 03 03", "16 68 FF 68 02 03 68"])
def test_after_noise(name: str, to_device: bool, value: Value, junk: str) -> None:
    stream = bytes.fromhex(junk) + ALL[name]
    for cut in range(len(stream)):
        decoder = FrameDecoder(to_device)
        *noise, heard = [*decoder.feed(stream[:cut]), *decoder.feed(stream[cut:])]
        assert heard == value, cut
        assert b"".join(n.data for n in noise if isinstance(n, Noise)) == bytes.fromhex(junk), cut
        assert cut or len(noise) == 1


@each_case
def test_truncated_then_resumed(name: str, to_device: bool, value: Value) -> None:
    frame = ALL[name]
    for cut in range(1, len(frame)):
        decoder = FrameDecoder(to_device)
        heard = decoder.feed(frame[:cut]) + decoder.feed(frame)
        assert [each for each in heard if not isinstance(each, Noise)] == [value], cut


def test_a_long_frame_cut_short_does_not_swallow_the_next_one() -> None:
    cut = bytes.fromhex("FF 68 10 10 68 03 01")
    assert FrameDecoder().feed(cut + ALL["eval_value_2"]) == [Noise(cut, "cut short"), Choice(3, 2)]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ("FF 68 03 03 68 03 11 03 18 16", "bad checksum"),
        ("FF 68 03 03 68 03 11 03 17 17", "no end mark"),
        ("FF 68 03 04 68 03 11 03 17 16", "lengths differ"),
        ("FF 68 11 11 68 03 11 03 17 16", "bad length"),
        ("FF 68 01 01 68 03 03 16", "bad length"),
        ("FF 68 03 03 69 03 11 03 17 16", "no second mark"),
        ("FF 68 03 03 68 03 11 04 18 16", "unknown content"),
        ("FF 68 03 03 68 03 7F 00 82 16", "unknown content"),
        ("FF 68 02 02 68 03 01 04 16", "unknown content"),
        ("FF 68 03 03 68 00 11 03 14 16", "address 0"),
        ("FF 68 03 03 68 03 02 06 0B 16", "unknown content"),
        ("FF 68 04 04 68 03 01 0A 0C 1A 16", "unknown content"),  # 0A is no digit
        ("FF 68 08 08 68 03 02 0B 0A 0A 00 00 01 25 16", "unknown content"),
    ],
)
def test_bad_frames_are_noise_with_a_reason(frame: str, reason: str) -> None:
    data = bytes.fromhex(frame)
    decoder = FrameDecoder()
    heard = decoder.feed(data)
    assert heard == [Noise(data, reason)]
    assert decoder.feed(ALL["eval_value_2"]) == [Choice(3, 2)]


def test_the_checksum_cannot_see_swapped_bytes() -> None:
    """A limit of the protocol, so that nobody trusts it further than it goes."""
    swapped = bytes.fromhex("FF 68 04 04 68 03 01 0F 06 19 16")
    assert isinstance(FrameDecoder().feed(swapped)[0], Noise)  # only because 0F is no digit
    assert FrameDecoder().feed(bytes.fromhex("FF 68 05 05 68 03 01 02 01 13 1A 16")) == [
        Keys(3, b"\x02\x01\x13")
    ]


def test_start_evaluation_and_the_evaluate_key_are_one_frame() -> None:
    frame = FRAMES["start_eval"]
    assert frame == FRAMES["key_evaluate"]
    assert FrameDecoder(to_device=True).feed(frame) == [c.StartEvaluation(3)]
    assert FrameDecoder(to_device=False).feed(frame) == [Keys(3, b"\x0b")]


def test_a_host_never_says_a_choice() -> None:
    frame = FRAMES["eval_value_3"]
    assert FrameDecoder(to_device=True).feed(frame) == [Noise(frame, "only devices say this")]


def test_the_host_hears_its_own_frames() -> None:
    assert FrameDecoder(to_device=False).feed(FRAMES["waiting_012"]) == [c.ShowNumbers(3, 12, None)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (c.ShowNumbers(3, 1000, None), "1000"),
        (c.ShowNumbers(3, None, -1), "-1"),
        (c.ShowStars(3, 6), "stars 6"),
        (c.ShowStars(3, -1), "stars -1"),
        (c.AckChoice(3, 4), "choice 4"),
        (c.AckChoice(3, -1), "choice -1"),
        (Choice(3, 4), "choice 4"),
        (c.Beep(0), "address 0 is not 1..255"),
        (c.Beep(256), "address 256 is not 1..255"),
        (c.AckKeys(3, bytes(15)), "15 data bytes do not fit a frame"),
    ],
)
def test_what_does_not_fit_is_our_mistake(value: Value, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        encode(value)


@pytest.mark.parametrize(
    "value",
    [
        c.ShowNumbers(1, 999, 0),
        c.ShowNumbers(255, 0, 999),
        c.ShowStars(3, 0),
        c.ShowStars(3, 5),
        c.AckChoice(3, 0),
        c.AckChoice(3, 3),
        c.AckKeys(3, bytes(13) + b"\x0f"),
    ],
)
def test_the_largest_and_the_smallest_are_carried(value: Value) -> None:
    assert FrameDecoder(to_device=True).feed(encode(value)) == [value]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ("FF 68 03 03 68 03 11", "cut short"),  # the next one begins where it should end
        ("FF 68 03", "lengths differ"),
        ("FF 68", "bad length"),
        ("FF", "no frame"),
        ("00 01 02", "no frame"),
        ("68 03 03 68", "no frame"),
    ],
)
def test_what_ends_too_early_is_noise_and_costs_nothing_else(frame: str, reason: str) -> None:
    data = bytes.fromhex(frame)
    heard = FrameDecoder(to_device=True).feed(data + ALL["beep"])
    assert heard == [Noise(data, reason), c.Beep(3)]


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("FF 68 11", "bad length"),
        ("FF 68 03 04", "lengths differ"),
        ("FF 68 03 03 69", "no second mark"),
    ],
)
def test_a_head_that_cannot_be_is_said_as_soon_as_it_is_read(head: str, reason: str) -> None:
    data = bytes.fromhex(head)
    assert FrameDecoder().feed(data) == [Noise(data, reason)]


def test_a_frame_is_cut_short_as_soon_as_another_begins() -> None:
    """Not only when enough bytes have come for its own length: the next one need not wait."""
    decoder, begun = FrameDecoder(to_device=True), bytes.fromhex("FF 68 08 08 68 03 02")
    assert decoder.feed(begun) == []
    assert decoder.feed(ALL["beep"][:4]) == [Noise(begun, "cut short")]
    assert decoder.feed(ALL["beep"][4:]) == [c.Beep(3)]


# A frame cut short whose bytes, with those of the whole one behind it, happen to add up.
CUT_THEN_WHOLE = bytes.fromhex("FF 68 0A 0A 68 FF 68 03 03 68 03 01 0B 0F 16 09 16")


def sliced(data: bytes, *cuts: int) -> list[Value]:
    """The frames of `data`, fed in slices that end at these places."""
    decoder, heard, last = FrameDecoder(), [], 0
    for cut in (*sorted(cuts), len(data)):
        heard += decoder.feed(data[last:cut])
        last = cut
    return [each for each in heard if not isinstance(each, Noise)]


@pytest.mark.parametrize("cut", range(len(CUT_THEN_WHOLE) + 1))
def test_a_frame_cut_short_never_swallows_the_whole_one_behind_it(cut: int) -> None:
    assert sliced(CUT_THEN_WHOLE, cut) == [Keys(3, b"\x0b")]


PIECES = st.one_of(
    st.sampled_from([*ALL.values(), b"\xff", b"\xff\x68", CUT_THEN_WHOLE]),
    st.binary(max_size=12),
    st.sampled_from(list(ALL.values())).flatmap(
        lambda frame: st.integers(1, len(frame)).map(lambda size: frame[:size])
    ),
)


@given(st.lists(PIECES, max_size=8).map(b"".join), st.lists(st.integers(0, 120), max_size=12))
def test_the_same_frames_come_however_the_bytes_are_sliced(data: bytes, cuts: list[int]) -> None:
    whole = sliced(data)
    assert sliced(data, *(min(cut, len(data)) for cut in cuts)) == whole
    assert sliced(data, *range(len(data))) == whole


@given(st.lists(PIECES, max_size=8).map(b"".join))
def test_every_byte_comes_back_as_noise_or_stands_in_a_frame_or_waits(data: bytes) -> None:
    decoder = FrameDecoder()
    heard = decoder.feed(data)
    noise = sum(len(each.data) for each in heard if isinstance(each, Noise))
    framed = sum(len(encode(each)) for each in heard if not isinstance(each, Noise))
    assert noise + framed + len(decoder._rest) == len(data)
    assert len(decoder._rest) < spec.FRAME_MOST


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Choice(3, 0), "address 3: the applicant chose 0 (dissatisfied)"),
        (Choice(3, 3), "address 3: the applicant chose 3 (very-satisfied)"),
        (Keys(3, b"\x0c"), "address 3: key call"),
        (Keys(3, b"\x01\x02\x13"), "address 3: key transfer after 12"),
        (Keys(3, b"\x1f"), "address 3: key 0x1f"),
        (c.AckChoice(3, 2), "address 3: choice 2 acknowledged"),
        (c.AckKeys(3, b"\x06\x0f"), "address 3: keys 06 0f acknowledged"),
        (c.ShowNumbers(3, 12, None), "address 3: show waiting 12, ticket -"),
        (c.ShowNumbers(3, None, 7), "address 3: show waiting -, ticket 007"),
        (c.Beep(3), "address 3: beep"),
        (c.ShowStars(3, 4), "address 3: show 4 stars"),
        (
            c.StartEvaluation(3),
            "address 3: start evaluation (or: evaluate key acknowledged)",
        ),
    ],
)
def test_each_value_in_words(value: Value, said: str) -> None:
    assert describe(value) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A012 请到3号窗口", 123),
        ("A012", 12),
        ("A1234", 234),
        ("A1X2", 12),
        ("Ａ０１２号", 12),
    ],
)
def test_a_text_is_the_last_three_digits_of_it_and_a_beep(text: str, number: int) -> None:
    assert DRIVER.compose(3, text) == [c.ShowNumbers(3, None, number), c.Beep(3)]


@pytest.mark.parametrize("text", ["请", "", "abc"])
def test_a_text_without_a_digit_is_refused_and_shows_no_empty_picture(text: str) -> None:
    with pytest.raises(ValueError, match="no digit"):
        DRIVER.compose(3, text)


@given(st.lists(st.binary(max_size=40)), st.booleans())
def test_no_bytes_raise_and_all_values_are_described(pieces: list[bytes], to_device: bool) -> None:
    decoder = FrameDecoder(to_device)
    for piece in pieces:
        for heard in decoder.feed(piece):
            assert describe(heard) if not isinstance(heard, Noise) else heard.data


@given(
    st.integers(1, 255),
    st.lists(st.integers(0, 9), max_size=13),
    st.sampled_from(spec.FunctionKey),
)
def test_keys_come_back(address: int, typed: list[int], key: spec.FunctionKey) -> None:
    (heard,) = FrameDecoder().feed(encode(Keys(address, bytes([*typed, key]))))
    assert isinstance(heard, Keys)
    assert (heard.address, heard.typed, heard.key) == (address, tuple(typed), key)


def test_the_driver_shows_a_ticket_number() -> None:
    assert DRIVER.compose(3, "A001")[0] == c.ShowNumbers(3, None, 1)


def test_the_missing_level_is_stated() -> None:
    assert [level.value for level in spec.FOUR_KEYS.missing] == ["very-dissatisfied"]
    assert [spec.FOUR_KEYS.levels[key].value for key in range(4)] == [
        "dissatisfied",
        "basically-satisfied",
        "satisfied",
        "very-satisfied",
    ]


class Watched(bytes):
    """Counts the bytes that are copied out of it or looked through."""

    work = 0

    def __radd__(self, before: bytes) -> Watched:
        return Watched(bytes(before) + bytes(self))

    def __getitem__(self, place: object) -> object:  # type: ignore[override]  # int or slice
        found = super().__getitem__(place)  # type: ignore[index]  # handed on
        if isinstance(found, int):
            return found
        Watched.work += len(found)
        return Watched(found)

    def find(self, sought: bytes, start: int = 0) -> int:  # type: ignore[override]  # as it is used
        found = super().find(sought, start)
        Watched.work += (found if found >= 0 else len(self)) - start
        return found


@pytest.mark.parametrize(
    "piece", [b"\x00", b"\xff", b"\xff\x68", b"\xff\x68\x05\x05\x68", ALL["eval_value_2"]]
)
def test_the_work_of_one_read_grows_with_its_bytes_alone(piece: bytes) -> None:
    stream = Watched(piece * (65_536 // len(piece)))
    Watched.work = 0
    FrameDecoder().feed(stream)
    assert len(stream) <= Watched.work < 20 * len(stream)
