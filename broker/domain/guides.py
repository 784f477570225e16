"""What a guide (办事指南) says of one item of the catalogue, and the codes it says it in.

The fields are items of GB/T 39046-2020, table 4 (the number stands behind each); codes are those
of its annex A. Empty texts, empty lists and None: the catalogue does not know, and nobody guesses.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Handling(StrEnum):
    """办件类型, table A.6: how an item is dealt with."""

    AT_ONCE = "1"  # 即办件
    PROMISED = "2"  # 承诺件
    OTHER = "9"


class GuideGroup(StrEnum):
    """What halls publish of an item (六公开 to 八公开), in the usual order. `Guide.says` tells
    which fields belong to each."""

    BASIS = "basis"  # 设定依据
    CONDITIONS = "conditions"  # 受理条件
    MATERIALS = "materials"  # 申请材料
    STEPS = "steps"  # 办理流程
    TERMS = "terms"  # 法定与承诺办结时限
    FEES = "fees"  # 收费标准及依据
    RESULT = "result"  # 结果
    WINDOW = "window"  # 办理地点、时间
    TELEPHONES = "telephones"  # 咨询与投诉电话
    QUESTIONS = "questions"  # 常见问题


class TermUnit(StrEnum):
    """What a term counts (items 16 and 19). The standard leaves the codes open."""

    WORKDAY = "workday"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Term(Struct, frozen=True, omit_defaults=True):
    """法定 or 承诺办结时限 (items 15–20). `count` 0: at once."""

    count: int
    unit: TermUnit = TermUnit.WORKDAY
    note: str = ""


class Material(Struct, frozen=True, omit_defaults=True):
    """One thing to bring (items 56–64). `originals` and `copies` are counts of sheets or sets;
    `issuer` is who hands it out; `sample` names a picture beside the catalogue."""

    name: str
    originals: int = 0
    copies: int = 0
    required: bool = True
    issuer: str = ""
    note: str = ""
    sample: str = ""


class GuideStep(Struct, frozen=True, omit_defaults=True):
    """One step of 办理流程 (item 22), in its order."""

    name: str
    note: str = ""
    term: Term | None = None


class GuideQuestion(Struct, frozen=True, omit_defaults=True):
    """One of 常见问题 (item 55)."""

    question: str
    answer: str


class Guide(Struct, frozen=True, omit_defaults=True):
    """All that is known of one item beyond its name.

    `charged` False is said as 不收费; None: nobody knows. `example`: written for a sample hall, not
    by the office that deals with it; screens and paper say so.
    """

    handling: Handling | None = None
    basis: str = ""  # 设定依据, 6
    conditions: str = ""  # 受理条件, 21
    materials: tuple[Material, ...] = ()
    steps: tuple[GuideStep, ...] = ()
    legal: Term | None = None
    promised: Term | None = None
    charged: bool | None = None  # 是否收费, 31
    fee: str = ""  # what it costs
    fee_basis: str = ""  # 收费依据, 32
    result: str = ""  # 结果名称, 29
    place: str = ""  # 办理地点, 50
    times: str = ""  # 办理时间, 51
    telephone: str = ""  # 咨询电话, 53
    complaints: str = ""  # 监督电话, 54
    online: str = ""  # 网办地址, 48
    questions: tuple[GuideQuestion, ...] = ()
    example: bool = False

    def says(self, group: GuideGroup) -> bool:
        """Whether there is anything under this heading."""
        match group:
            case GuideGroup.BASIS:
                return bool(self.basis)
            case GuideGroup.CONDITIONS:
                return bool(self.conditions)
            case GuideGroup.MATERIALS:
                return bool(self.materials)
            case GuideGroup.STEPS:
                return bool(self.steps)
            case GuideGroup.TERMS:
                return bool(self.legal or self.promised or self.handling is Handling.AT_ONCE)
            case _:
                return self._says_of_the_hall(group)

    def _says_of_the_hall(self, group: GuideGroup) -> bool:
        match group:
            case GuideGroup.FEES:
                return self.charged is False or bool(self.charged and (self.fee or self.fee_basis))
            case GuideGroup.RESULT:
                return bool(self.result)
            case GuideGroup.WINDOW:
                return bool(self.place or self.times)
            case GuideGroup.TELEPHONES:
                return bool(self.telephone or self.complaints)
            case _:
                return bool(self.questions)


NOTHING_KNOWN = Guide()
