"""A simulated U.are.U 4500, written a second time from docs/protocols/uru4500.md."""

from __future__ import annotations

from firmware_mocks.firmware import DeviceKind, Firmware, Hand, Mock
from firmware_mocks.firmware.options import one_of, refuse_unknown, whole
from firmware_mocks.uru4500.reader import UareU, UruHabits

_YES = {"yes": True, "no": False}
_OPTIONS = {
    "scrambled": "yes: its pictures come scrambled, as those of some firmware (no)",
    "faulty": "yes: it wants to be started anew first (no)",
    "early": "yes: it says that its power is on before that was answered (no)",
    "starts": "how often it has to be powered up until it wakes (1)",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """Build one. On USB, an address tells nothing."""
    refuse_unknown(options, _OPTIONS)
    habits = UruHabits(
        scrambled=one_of(options, "scrambled", "no", _YES),
        faulty=one_of(options, "faulty", "no", _YES),
        early=one_of(options, "early", "no", _YES),
        starts=whole(options, "starts", 1, 1, 9),
    )
    return UareU(address, habits)


MOCK = Mock(
    name="uru4500",
    title="U.are.U 4500 fingerprint reader (pictures of 384×289; knows nobody)",
    kind=DeviceKind.READER,
    baud=9600,
    make=make,
    hands=(
        Hand("finger NAME", "put the invented finger of NAME on the glass, and leave it there"),
        Hand("smudge NAME", "the same with a finger too wet to be seen"),
        Hand("lift", "take the finger away"),
        Hand("fault silent", "the reader hangs: it hears and says nothing"),
        Hand("fault short", "half of its next picture does not come"),
        Hand("fault dead", "its next scan would give no picture, and it says so"),
        Hand("fault wrong", "its registers answer with a byte too few"),
        Hand("ok", "end of the reader's fault"),
    ),
    options=_OPTIONS,
)

__all__ = ["MOCK", "make"]
