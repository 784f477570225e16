"""The screens of the opinion box, as frozen values. Pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from broker.domain.ids import RequestId

if TYPE_CHECKING:
    from broker.domain.opinions.facts import About, OpinionKind


class WhyNotTaken(Enum):
    """Why an opinion was not taken in."""

    OFTEN = "often"  # there were many, one after another
    DISK = "disk"  # it could not be kept


class OpinionBox(Struct, frozen=True):
    """意见箱. `key` is the id of the one opinion that this visit to the box may leave; `handed`: it
    is on its way to the disk. `words` are what somebody wrote, or ""."""

    key: RequestId
    kind: OpinionKind | None = None
    about: About | None = None
    handed: bool = False
    words: str = ""


class OpinionWriting(Struct, frozen=True):
    """写几句: what is being written for the box that one came from. `further` readings of the
    letters are shown, or `digits` instead."""

    text: str = ""
    further: int = 0
    digits: bool = False


class OpinionWindow(Struct, frozen=True):
    """哪个窗口: asked of an opinion about a window, before it is handed in."""

    box: OpinionBox
    page: int = 0


class OpinionThanks(Struct, frozen=True):
    """It was taken in, and its code; or why it was not. `words_lost`: all but what was written."""

    code: str
    why_not: WhyNotTaken | None = None
    words_lost: bool = False


OpinionScreen = OpinionBox | OpinionWriting | OpinionWindow | OpinionThanks
