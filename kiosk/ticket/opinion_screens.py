"""The screens of the opinion box, as frozen values. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.ids import RequestId
from broker.domain.opinions.facts import About, OpinionKind


class OpinionBox(Struct, frozen=True):
    """意见箱. `key` is the id of the one opinion that this visit to the box may leave."""

    key: RequestId
    kind: OpinionKind | None = None
    about: About | None = None


class OpinionWindow(Struct, frozen=True):
    """哪个窗口: asked of an opinion about a window, before it is handed in."""

    box: OpinionBox
    page: int = 0


class OpinionThanks(Struct, frozen=True):
    """It was taken in; "" for a code: so many were that this one was not."""

    code: str


OpinionScreen = OpinionBox | OpinionWindow | OpinionThanks
