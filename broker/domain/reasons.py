"""Reasons that stand in a fact for ever: a code, and what it says to people."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from broker.domain.text.kinds import LONGEST_SENTENCE


class Reason(StrEnum):
    """Base of the reasons of each topic: a code that carries its sentences, `zh` and `en`.

    What is no code of ours was written before there were codes, or by a program of somebody
    else. It is kept as it was said, in both languages alike, so that the facts of old ledgers
    read, look, and are written again as they always were.
    """

    zh: str
    en: str

    def __new__(cls, code: str, *sentences: str) -> Self:
        return cls._made(code, *sentences)

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or len(value) > LONGEST_SENTENCE:
            return None
        said = cls._made(value, value, value)
        said._name_ = "AS_SAID"
        return said

    @classmethod
    def _made(cls, code: str, zh: str, en: str) -> Self:
        made = str.__new__(cls, code)
        made._value_, made.zh, made.en = code, zh, en
        return made
