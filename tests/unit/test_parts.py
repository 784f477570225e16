"""Settings cut into parts and put together again, whatever comes in between."""

from __future__ import annotations

import base64
import random
import zlib
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from broker.joining.parts import Assembly, cut, digest
from broker.wire import codec
from broker.wire.codec import LARGEST
from broker.wire.machine_messages import PART, SettingsPart

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOISE = random.Random(7).randbytes(3 * PART)
PARCELS = st.dictionaries(st.text(max_size=8), st.binary(max_size=60), max_size=4)


@given(PARCELS, st.randoms())
def test_parts_may_come_in_any_order_and_twice(
    parcel: dict[str, bytes], dice: random.Random
) -> None:
    whole = {**parcel, "noise": NOISE}
    parts = list(enumerate(cut(whole)))
    assert len(parts) > 2
    coming = [*parts, *parts[:1]]
    dice.shuffle(coming)
    when = dice.randrange(len(coming) + 1)
    assembly, found = Assembly(), []
    for at, (number, data) in enumerate(coming):
        if at == when:
            found.append(assembly.want(digest(whole), len(parts)))
        found.append(assembly.take(digest(whole), number, data))
    if when == len(coming):
        found.append(assembly.want(digest(whole), len(parts)))
    assert [each for each in found if each is not None] == [whole]


@given(st.text(max_size=40), st.integers(0, 3))
def test_what_is_no_part_makes_no_settings(data: str, number: int) -> None:
    parcel = {"hall.json": b"{}"}
    assembly = Assembly()
    assert assembly.want(digest(parcel), 1) is None
    assert assembly.take("another", number, next(cut(parcel))) is None
    assert assembly.take(digest(parcel), 0, data) is None


def test_parts_with_another_digest_are_not_believed() -> None:
    parcel, other = {"hall.json": b"{}"}, {"hall.json": b"{ }"}
    assembly = Assembly()
    assembly.want(digest(parcel), 1)
    assert assembly.take(digest(parcel), 0, next(cut(other))) is None


def test_a_bomb_is_not_unpacked() -> None:
    """A few thousand bytes that would become gigabytes."""
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(80)) + packer.flush()
    data = base64.b64encode(bomb).decode()
    assembly = Assembly()
    assembly.want("ab" * 32, 1)
    assert assembly.take("ab" * 32, 0, data) is None


def test_a_part_fits_into_a_message() -> None:
    data = max(cut({"a": random.Random(1).randbytes(2 * PART)}), key=len)
    part = SettingsPart(id="x" * 60, at=NOW, digest="ab" * 32, number=99, data=data)
    assert len(codec.encode(part)) < LARGEST
