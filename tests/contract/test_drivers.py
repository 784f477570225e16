"""What every driver promises, whoever wrote it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registered import DRIVERS, Vector, each_vector, installed, vectors

from broker.domain.errors import DeviceError, DeviceUnsupported
from broker.link.base import Noise
from broker.registry import Driver
from broker.service.session import Done, Failed, Report, Write

ACTIONS = (Write, Done, Failed, Report)
NOISE = b"\x00U\x00"
slices = st.lists(st.integers(1, 40), max_size=30)
fewer = settings(max_examples=60)


def fed(driver: Driver, to_device: bool, *bursts: bytes) -> list[Any]:
    """All that a fresh decoder makes of `bursts`."""
    decoder = driver.decoder(to_device)
    return [value for burst in bursts for value in decoder.feed(burst)]


def frames(values: list[Any]) -> list[Any]:
    return [value for value in values if not isinstance(value, Noise)]


def ways(driver: Driver, data: bytes) -> list[bool]:
    """The directions in which `data` is read without any noise."""
    return [
        way
        for way in (True, False)
        if (values := fed(driver, way, data)) and not any(isinstance(v, Noise) for v in values)
    ]


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


@pytest.mark.parametrize("name", DRIVERS)
def test_a_driver_has_outside_vectors(name: str) -> None:
    installed(name)
    assert [vector for vector in vectors(name) if vector.good]


@pytest.mark.parametrize(("name", "vector"), each_vector())
def test_good_outside_frames_are_read_five_ways(name: str, vector: Vector) -> None:
    driver = installed(name)
    readable = ways(driver, vector.data)
    if not vector.good:
        return
    assert readable, "read as noise both ways"
    for way in readable:
        whole = frames(fed(driver, way, vector.data))
        singly = [bytes([byte]) for byte in vector.data]
        assert frames(fed(driver, way, *singly)) == whole
        assert frames(fed(driver, way, vector.data + vector.data)) == whole + whole
        assert frames(fed(driver, way, NOISE + vector.data))[-len(whole) :] == whole
        for at in range(1, len(vector.data)):
            assert frames(fed(driver, way, vector.data[:at], vector.data[at:])) == whole
        cut_short = frames(fed(driver, way, vector.data[:-1] + vector.data + vector.data))
        assert cut_short[-len(whole) :] == whole


@pytest.mark.parametrize(("name", "vector"), each_vector())
def test_bad_outside_frames_are_never_read_as_a_frame_and_hurt_no_later_one(
    name: str, vector: Vector
) -> None:
    driver = installed(name)
    if vector.good:
        return
    assert not ways(driver, vector.data)
    good = next(each for each in vectors(name) if each.good and ways(driver, each.data))
    for way in ways(driver, good.data):
        whole = frames(fed(driver, way, good.data))
        after = frames(fed(driver, way, vector.data + good.data + good.data))
        assert after[-len(whole) :] == whole


@pytest.mark.parametrize("name", DRIVERS)
@pytest.mark.parametrize("to_device", [True, False])
@fewer
@given(data=st.data())
def test_a_decoder_never_raises_and_slicing_changes_no_frame(
    name: str, to_device: bool, data: st.DataObject
) -> None:
    driver = installed(name)
    known = [vector.data for vector in vectors(name)] or [b""]
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


@pytest.mark.parametrize("name", DRIVERS)
@fewer
@given(address=st.integers(-1, 70000), text=st.text(max_size=60))
def test_encode_makes_readable_bytes_or_a_value_error(name: str, address: int, text: str) -> None:
    driver = installed(name)
    try:
        made = [driver.encode(each) for each in driver.compose(address, text)]
    except (ValueError, DeviceUnsupported):
        return
    for data in made:
        read = fed(driver, True, data)
        assert read, data.hex(" ")
        assert not any(isinstance(value, Noise) for value in read), data.hex(" ")


@pytest.mark.parametrize("name", DRIVERS)
def test_a_probe_is_a_readable_question(name: str) -> None:
    driver = installed(name)
    if driver.probe is None:
        return
    assert ways(driver, driver.encode(driver.probe(1)))[:1] == [True]


@pytest.mark.parametrize("name", DRIVERS)
@fewer
@given(data=st.data())
def test_a_session_answers_only_with_actions(name: str, data: st.DataObject) -> None:
    driver = installed(name)
    session = driver.session()
    decoder = driver.decoder(False)
    known = [vector.data for vector in vectors(name)] or [b""]
    now = 0.0
    for command in _commands(driver):
        _actions(session.submit(command, now))
    for burst in data.draw(st.lists(st.one_of(st.sampled_from(known), st.binary(max_size=20)))):
        now += data.draw(st.floats(0, 10))
        for heard in frames(decoder.feed(burst)):
            _actions(session.receive(heard, now))
        _actions(session.tick(now))


@pytest.mark.parametrize("name", DRIVERS)
def test_a_session_whose_device_is_silent_ends_and_rests(name: str) -> None:
    driver = installed(name)
    session = driver.session()
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
    try:
        return [*driver.compose(1, "A012 请到 3 号窗口"), *probe]
    except DeviceUnsupported:
        return probe


def _actions(actions: list[Any]) -> None:
    for action in actions:
        assert isinstance(action, ACTIONS), action
        if isinstance(action, Failed):
            assert isinstance(action.error, DeviceError)
        if isinstance(action, Write):
            assert action.data
