"""What every driver promises, whoever wrote it."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registered import BYTES, DRIVERS, Quality, Vector, each_vector, installed, vectors

from broker.domain.errors import DeviceError
from broker.link.base import Noise
from broker.service.driver import Driver
from broker.service.session import Done, Failed, Report, Write
from tests.efforts import tried

ACTIONS = (Write, Done, Failed, Report)
NOISE = b"\x00U\x00"
slices = st.lists(st.integers(1, 40), max_size=30)
fewer = tried(60)
# What stands on signs and slips of a hall: numbers, names of windows, items and people.
shown = st.text("A012 请到3号窗口受理：王某某（已）%\\~", min_size=1, max_size=30)


def _encoded(name: str, address: int, text: str) -> list[bytes]:
    """The bytes that show `text`."""
    driver = installed(name)
    assert driver.compose is not None
    assert driver.encode is not None
    return [driver.encode(each) for each in driver.compose(address, text)]


SHOWING = [name for name in BYTES if installed(name).compose is not None]
ADDRESSED = [name for name in SHOWING if _encoded(name, 1, "A012") != _encoded(name, 2, "A012")]
ASKED = [name for name in BYTES if installed(name).probe is not None]


def fed(driver: Driver, to_device: bool, *bursts: bytes) -> list[Any]:
    """All that a fresh decoder makes of `bursts`."""
    decoder = driver.decoder(to_device)
    return [value for burst in bursts for value in decoder.feed(burst, 0.0)]


def frames(values: list[Any]) -> list[Any]:
    return [value for value in values if not isinstance(value, Noise)]


def ways(driver: Driver, data: bytes) -> tuple[bool, ...]:
    """The directions in which `data` is read without any noise."""
    return tuple(
        way
        for way in (True, False)
        if (values := fed(driver, way, data)) and not any(isinstance(v, Noise) for v in values)
    )


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes:
        pieces.append(data[:size])
        data = data[size:]
    return [*pieces, data]


@pytest.mark.parametrize("name", DRIVERS)
def test_a_driver_is_what_its_entry_point_says(name: str) -> None:
    driver = installed(name)
    assert isinstance(driver, Driver)
    assert driver.name == name
    assert driver.title
    assert driver.baud >= 300


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("to_device", [True, False], ids=["to", "from"])
@pytest.mark.parametrize("quality", [Quality.GOOD, Quality.BAD])
def test_a_driver_has_good_and_bad_outside_frames_both_ways(
    name: str, to_device: bool, quality: Quality
) -> None:
    assert [each for each in vectors(name, quality) if to_device in each.direction.ways]


@pytest.mark.parametrize("name", BYTES)
def test_the_directions_in_the_file_are_those_in_which_a_good_frame_is_read(name: str) -> None:
    driver = installed(name)
    good = vectors(name, Quality.GOOD)
    assert [each.direction.ways for each in good] == [ways(driver, each.data) for each in good]


@pytest.mark.parametrize(("name", "vector", "to_device"), each_vector(Quality.GOOD))
def test_good_outside_frames_are_read_five_ways(name: str, vector: Vector, to_device: bool) -> None:
    driver = installed(name)

    def read(*bursts: bytes) -> list[Any]:
        return frames(fed(driver, to_device, *bursts))

    data, whole = vector.data, read(vector.data)
    assert whole
    assert read(*(bytes([byte]) for byte in data)) == whole
    assert read(data + data) == whole + whole
    assert read(NOISE + data)[-len(whole) :] == whole
    for at in range(1, len(data)):
        assert read(data[:at], data[at:]) == whole
    assert read(data[:-1] + data + data)[-len(whole) :] == whole


@pytest.mark.parametrize(("name", "vector", "to_device"), each_vector(Quality.BAD))
def test_bad_outside_frames_are_never_read_as_a_frame_and_hurt_no_later_one(
    name: str, vector: Vector, to_device: bool
) -> None:
    driver = installed(name)
    assert frames(fed(driver, to_device, vector.data)) == []
    good = [each for each in vectors(name, Quality.GOOD) if to_device in each.direction.ways]
    noise = 0
    for each in good:
        whole = frames(fed(driver, to_device, each.data))
        after = fed(driver, to_device, vector.data + each.data + each.data)
        assert frames(after)[-len(whole) :] == whole
        noise += sum(isinstance(value, Noise) for value in after)
    assert noise, "passed over without a word"


@pytest.mark.parametrize(("name", "vector", "to_device"), each_vector(Quality.UNFINISHED))
def test_what_is_unfinished_is_neither_a_frame_nor_noise_yet(
    name: str, vector: Vector, to_device: bool
) -> None:
    assert fed(installed(name), to_device, vector.data) == []


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("to_device", [True, False], ids=["to", "from"])
def test_decoders_of_two_wires_know_nothing_of_each_other(name: str, to_device: bool) -> None:
    """Bytes of two devices that speak at once, each on its own wire, come in turns."""
    driver = installed(name)
    good = [each.data for each in vectors(name, Quality.GOOD) if to_device in each.direction.ways]
    for one, other in zip(good, reversed(good), strict=True):
        decoders = driver.decoder(to_device), driver.decoder(to_device)
        read: tuple[list[Any], list[Any]] = [], []
        for pair in itertools.zip_longest(one, other):
            for decoder, byte, into in zip(decoders, pair, read, strict=True):
                into += decoder.feed(bytes([byte]) if byte is not None else b"", 0.0)
        assert read == (fed(driver, to_device, one), fed(driver, to_device, other))


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("to_device", [True, False])
@fewer
@given(data=st.data())
def test_a_decoder_never_raises_and_slicing_changes_no_frame(
    name: str, to_device: bool, data: st.DataObject
) -> None:
    driver = installed(name)
    known = [vector.data for vector in vectors(name)]
    parts = st.one_of(
        st.binary(max_size=40), st.sampled_from(known), st.sampled_from(known).map(_bent)
    )
    stream = b"".join(data.draw(st.lists(parts, max_size=6)))
    whole = fed(driver, to_device, stream)
    sliced = fed(driver, to_device, *cut(stream, data.draw(slices)))
    assert frames(sliced) == frames(whole)
    for value in whole:
        if isinstance(value, Noise):
            assert value.reason
        else:
            assert isinstance(driver.describe(value), str)
            assert "\n" not in driver.describe(value)


def _bent(frame: bytes) -> bytes:
    middle = len(frame) // 2
    return frame[:middle] + bytes([frame[middle] ^ 0x10]) + frame[middle + 1 :] if frame else b""


@pytest.mark.parametrize("name", SHOWING)
@fewer
@given(address=st.integers(1, 9), text=shown)
def test_what_a_hall_shows_becomes_readable_bytes(name: str, address: int, text: str) -> None:
    made = _encoded(name, address, f"7{text}")  # a display may show digits alone
    assert made
    for data in made:
        _readable(installed(name), data)


@pytest.mark.parametrize("name", SHOWING)
@fewer
@given(address=st.integers(-1, 70000), text=st.text(max_size=60))
def test_any_text_for_any_address_becomes_readable_bytes_or_a_value_error(
    name: str, address: int, text: str
) -> None:
    driver = installed(name)
    refused, made = "", list[bytes]()
    try:
        made = _encoded(name, address, text)
    except ValueError as error:
        refused = str(error)
    assert made or refused
    for data in made:
        _readable(driver, data)


def _readable(driver: Driver, data: bytes) -> None:
    read = fed(driver, True, data)
    assert read, data.hex(" ")
    assert not any(isinstance(value, Noise) for value in read), data.hex(" ")


@pytest.mark.parametrize("name", SHOWING)
def test_a_text_may_hold_the_bytes_that_begin_and_end_a_frame(name: str) -> None:
    """A hall may show `<` and `>`; what nobody can see may be refused."""
    for text in _framing(name):
        try:
            made = _encoded(name, 1, text)
        except ValueError:  # or a display shows digits alone
            assert not text.isprintable() or _encoded(name, 1, f"7{text}"), text
            continue
        for data in made:
            _readable(installed(name), data)


def _framing(name: str) -> list[str]:
    """Texts of the bytes at the ends of good frames: alone, twice, within and around others."""
    good = [vector.data for vector in vectors(name, Quality.GOOD)]
    ends = sorted({chr(byte) for data in good for byte in (data[0], data[-1])})
    shapes = ("{0}", "{0}{0}", "A0{0}12", "{0}A012{0}")
    return [shape.format(end) for end in [*ends, "".join(ends)] for shape in shapes]


@pytest.mark.parametrize("name", ADDRESSED)
@pytest.mark.parametrize("address", [-1, 0, 1 << 32, 1 << 64])
def test_an_address_that_no_device_has_is_a_value_error(name: str, address: int) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        _encoded(name, address, "A012")


@pytest.mark.parametrize("name", ASKED)
def test_a_probe_is_a_readable_question(name: str) -> None:
    driver = installed(name)
    assert driver.probe is not None
    assert driver.encode is not None
    _readable(driver, driver.encode(driver.probe(1)))


@pytest.mark.parametrize("name", BYTES)
@fewer
@given(data=st.data())
def test_a_session_answers_only_with_actions(name: str, data: st.DataObject) -> None:
    driver = installed(name)
    session = driver.session((1,))
    decoder = driver.decoder(False)
    known = [vector.data for vector in vectors(name)]
    now = 0.0
    for command in _commands(driver):
        _actions(session.submit(command, now))
    for burst in data.draw(st.lists(st.one_of(st.sampled_from(known), st.binary(max_size=20)))):
        now += data.draw(st.floats(0, 10))
        for heard in frames(decoder.feed(burst, now)):
            _actions(session.receive(heard, now))
        _actions(session.tick(now))


@pytest.mark.parametrize("name", DRIVERS)
def test_a_session_whose_device_is_silent_ends_and_rests(name: str) -> None:
    driver = installed(name)
    session = driver.session((1,))
    actions: list[Any] = []
    commands = _commands(driver)
    for command in commands:
        actions += session.submit(command, 0.0)
    for _ in range(1000):
        at = session.next_wakeup()
        if at is None:
            break
        more = session.tick(at)
        after = session.next_wakeup()
        assert more or after is None or after > at, "a wake-up that does nothing"
        actions += more
        if sum(isinstance(each, Done | Failed) for each in actions) == len(commands):
            break
    _actions(actions)
    assert sum(isinstance(each, Done | Failed) for each in actions) == len(commands)


def _commands(driver: Driver) -> list[Any]:
    probe = [driver.probe(1)] if driver.probe is not None else []
    text = driver.compose(1, "A012 请到 3 号窗口") if driver.compose is not None else []
    return [*text, *probe]


def _actions(actions: list[Any]) -> None:
    for action in actions:
        assert isinstance(action, ACTIONS), action
        if isinstance(action, Failed):
            assert isinstance(action.error, DeviceError)
        if isinstance(action, Write):
            assert action.data


def _seconds(driver: Driver, data: bytes) -> float:
    """What a fresh decoder needs of a processor for `data` in one read."""
    decoder = driver.decoder(False)
    begun = time.process_time()
    decoder.feed(data, 0.0)
    return time.process_time() - begun


@pytest.mark.parametrize("name", BYTES)
def test_the_work_of_a_decoder_grows_with_the_bytes_and_no_faster(name: str) -> None:
    """Sixteen times as many bytes in one read: where the work grew with the square of them, it
    would be 256 times as much. Whatever else the machine does takes longer, never shorter: so the
    shortest of some counts, and once is enough where even that was short."""
    driver = installed(name)
    known = [vector.data for vector in vectors(name, Quality.GOOD)]
    for piece in (b"\x00", b"\xff", *(each[:3] for each in known[:2]), *known[:2]):
        little = (piece * 8192)[:8192]
        bound = 80 * max(min(_seconds(driver, little) for _ in range(3)), 0.0005)
        assert any(_seconds(driver, little * 16) < bound for _ in range(5)), piece
