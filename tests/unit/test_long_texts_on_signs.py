"""Texts of any length on the simulated font card: what it is sent it shows; no picture dies."""

from __future__ import annotations

import pytest

from broker.domain.hall import Display
from broker.domain.text.kinds import LONGEST_NAME, LONGEST_SENTENCE
from broker.wire.messages import WindowState, WindowStatus
from firmware_mocks.firmware import Send
from firmware_mocks.onbon import MOCK
from firmware_mocks.onbon.card import CardLook
from queue_display.drawing import Drawing
from queue_display.models.onbon import DRIVER
from queue_display.models.onbon.codec import ReplyDecoder
from queue_display.models.onbon.orders import Ack
from tests.stages.halls import MORNING

FORGED = "长" * 480


def shown(name: str, width: int, height: int, **fields: object) -> CardLook:
    """The glass of a card that was sent the picture of a window in this state."""
    words = {"id": "m", "at": MORNING, "window": 3, "status": WindowStatus.OPEN, **fields}
    state = WindowState(**words)  # type: ignore[arg-type]  # fields by name
    display = Display(window=3, line="led", address=1, width=width, height=height)
    command = Drawing(display, name, DRIVER).draw(state)
    card = MOCK.make(1, {"delay": "0", "width": str(width), "height": str(height)})
    assert DRIVER.encode is not None
    outputs = card.feed(DRIVER.encode(command), 1.0)
    data = b"".join(each.data for each in outputs if isinstance(each, Send))
    assert [type(each) for each in ReplyDecoder().feed(data)] == [Ack]
    look = card.look()
    assert isinstance(look, CardLook)
    return look


@pytest.mark.parametrize(("width", "height"), [(128, 32), (64, 16), (256, 64), (32, 160)])
@pytest.mark.parametrize("many", [LONGEST_NAME, 200, 480, 40_000])
def test_no_name_kills_the_picture_of_its_window(width: int, height: int, many: int) -> None:
    """One of 480 characters did: its window had no name on its sign any more."""
    name = "长名" * (many // 2)
    look = shown(name, width, height)
    said = look.text.replace("\n", "").replace(" ", "").replace("欢迎光临", "")
    assert said == (name if many <= LONGEST_SENTENCE else f"{name[:199]}…")


@pytest.mark.parametrize("status", [WindowStatus.PAUSED, WindowStatus.CALLED, WindowStatus.SERVING])
def test_no_text_of_a_state_does_either(status: WindowStatus) -> None:
    look = shown("综合窗口", 128, 32, status=status, number=FORGED[:64], reason=FORGED[:200])
    assert (
        FORGED[:64] if status is not WindowStatus.PAUSED else FORGED[:200]
    ) in look.text.replace("\n", "")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("费用¥10 每m²", "费用￥10 每m2"),
        ("𠮷日\u200b休息", "吉日休息"),
        ("请打☎\xa0110", "请打电话： 110"),
        ("\x1b[2J\u202e停", "[2J停"),
        ("👨\u200d👩\u200d👧", "？"),
    ],
)
def test_the_glass_shows_what_says_the_same(reason: str, said: str) -> None:
    look = shown("", 512, 32, status=WindowStatus.PAUSED, reason=reason)
    assert look.text.split("暂停服务")[1].strip() == said
