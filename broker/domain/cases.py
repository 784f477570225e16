"""Cases (办件): how far what citizens have handed in has come, as the hall's own system exports it.

A case is of a person, so it is masked as it is read: of a name its first character stays, of a
number of a person or of a mobile telephone its ends. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from broker.domain.tables import HallTable
from broker.domain.text.matching import letters

LONGEST_NUMBER = 24  # characters of a case's number
STAR = "*"


class CaseState(StrEnum):
    """How far a case is, whatever the office calls it."""

    ACCEPTED = "accepted"  # 已受理
    UNDER_WAY = "under-way"  # 办理中
    SUPPLEMENT = "supplement"  # 补正: something is to be handed in yet
    DONE = "done"  # 办结
    REFUSED = "refused"  # 不予受理, 不予许可
    ENDED = "ended"  # 终止, 撤回


_BEGINNINGS: tuple[tuple[CaseState, tuple[str, ...]], ...] = (
    (CaseState.REFUSED, ("不予", "不批准", "不同意", "退件", "驳回")),
    (CaseState.ENDED, ("终止", "已终止", "撤回", "已撤回", "撤销", "已撤销", "作废")),
    (CaseState.SUPPLEMENT, ("补", "请补", "待补", "需补", "通知补")),
    (
        CaseState.DONE,
        ("办结", "已办结", "办理完", "已办理完", "完成", "已完成", "已发证", "已送达"),
    ),
)
_ACCEPTED = frozenset(("受理", "已受理", "收件", "已收件"))
_ON_ITS_WAY = ("办理", "在办", "未办", "审", "初审", "复审", "公示", "公告", "制证", "现场", "待")
_GOING_ON = "中"  # 审查中, 看现场中


class CaseRules(HallTable, frozen=True):
    """`[cases]`: a table of cases beside hall.toml, which kiosks read; `counted`: it ends with a
    row that counts its rows. `example`: a number as the hall writes them. A kiosk answers
    `a_minute` questions; `stages` says what a word of the office's own means."""

    file: str = ""
    counted: bool = False
    example: Annotated[str, Meta(max_length=LONGEST_NUMBER)] = ""
    a_minute: Annotated[int, Meta(ge=1, le=60)] = 6
    stages: dict[str, CaseState] = field(default_factory=dict)


class Case(Struct, frozen=True):
    """One case, masked. `item` is as the table has it; `stage` the office's own word for `state`;
    `said` what the applicant should know or do."""

    number: str
    item: str
    applicant: str
    accepted: date
    due: date
    stage: str
    state: CaseState
    said: str


Cases = Mapping[str, Case]  # by `case_key`


def case_key(number: str) -> str:
    """By which a case is found: letters and figures alone, whatever stands between them."""
    return letters(number).upper()


def like_a_case(text: str, rules: CaseRules) -> bool:
    """Whether `text` is written as the hall's numbers of cases are: each figure of the example may
    be any, all else is the same."""
    if not rules.file or not rules.example:
        return False
    shape = "".join("[0-9]" if each.isdigit() else re.escape(each) for each in rules.example)
    return re.fullmatch(shape, text.strip(), re.IGNORECASE) is not None


def state_of(stage: str, own: Mapping[str, CaseState]) -> CaseState:
    """What an office's word means: as the hall says, else as most offices use it; a word that
    nobody knows is a step on the way."""
    if stage in own:
        return own[stage]
    if stage in _ACCEPTED:
        return CaseState.ACCEPTED
    found = (state for state, begins in _BEGINNINGS if stage.startswith(begins))
    return next(found, CaseState.UNDER_WAY)


def is_known(stage: str, own: Mapping[str, CaseState]) -> bool:
    """Whether anybody knows what the office's word means, or it is only taken for a step."""
    if stage in own or state_of(stage, own) is not CaseState.UNDER_WAY:
        return True
    return stage.startswith(_ON_ITS_WAY) or stage.endswith(_GOING_ON)


def item_number(item: str) -> tuple[str, int] | None:
    """Department and number, where a case names its item so (`建设局-78`); None where it says it in
    words."""
    name, _, number = item.rpartition("-")
    return (name, int(number)) if number.isascii() and number.isdigit() and name else None


_ORGANISATION = 5  # a Chinese name of a person has at most four characters, or a dot in it
_KEPT = 2  # of an organisation: 公司, 商行


def masked_applicant(name: str) -> str:
    """`张*`; of an organisation `某*公司`. What is masked already stays so."""
    if not name or name[1:2] == STAR:
        return name
    long = (
        len(name) >= _ORGANISATION and not name.isascii() and not any(dot in name for dot in "·•．")
    )
    return name[0] + STAR + (name[-_KEPT:] if long else "")


_PERSON = re.compile(r"(?<![0-9])([0-9]{6})(?:[0-9]{11}[0-9Xx]|[0-9]{9})(?![0-9Xx])")  # 18, or 15
_MOBILE = re.compile(r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])")


def masked_text(text: str) -> str:
    """`text` without the numbers of persons and mobile telephones that slipped into it."""
    text = _PERSON.sub(lambda found: found[1] + 8 * STAR, text)
    return _MOBILE.sub(lambda found: found[1] + 4 * STAR + found[2], text)
