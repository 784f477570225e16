"""The screens of a case's progress (查办件进度), as frozen values. Pure."""

from __future__ import annotations

from msgspec import Struct


class CaseNumber(Struct, frozen=True):
    """The number of a case is typed, whole."""

    text: str = ""


class CaseFound(Struct, frozen=True):
    """What was asked for, by `case_key`. `too_many`: so often was asked here just now that this is
    not answered."""

    key: str
    too_many: bool = False
    leaf: int = 0
