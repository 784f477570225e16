"""What the groups of a guide and its values are called, in both languages."""

from __future__ import annotations

from broker.domain.alerts import Sentences
from broker.domain.guides import GuideGroup, Handling, Term, TermUnit

GROUPS = {
    GuideGroup.BASIS: Sentences("设定依据", "legal basis"),
    GuideGroup.CONDITIONS: Sentences("受理条件", "conditions"),
    GuideGroup.MATERIALS: Sentences("申请材料", "materials"),
    GuideGroup.STEPS: Sentences("办理流程", "procedure"),
    GuideGroup.TERMS: Sentences("办结时限", "terms"),
    GuideGroup.FEES: Sentences("收费", "fees"),
    GuideGroup.RESULT: Sentences("结果", "result"),
    GuideGroup.WINDOW: Sentences("办理地点和时间", "place and hours"),
    GuideGroup.TELEPHONES: Sentences("咨询与投诉电话", "telephones"),
    GuideGroup.QUESTIONS: Sentences("常见问题", "questions"),
}
HANDLINGS = {
    Handling.AT_ONCE: Sentences("即办件", "dealt with at once"),
    Handling.PROMISED: Sentences("承诺件", "within a promised term"),
    Handling.OTHER: Sentences("其他", "other"),
}
_UNITS = {
    TermUnit.WORKDAY: Sentences("个工作日", "working days"),
    TermUnit.DAY: Sentences("天", "days"),
    TermUnit.HOUR: Sentences("小时", "hours"),
    TermUnit.MONTH: Sentences("个月", "months"),
    TermUnit.YEAR: Sentences("年", "years"),
}
AT_ONCE = Sentences("当场", "at once")
LEGAL, PROMISED = Sentences("法定", "legal"), Sentences("承诺", "promised")
ORIGINALS, COPIES = Sentences("原件", "originals"), Sentences("复印件", "copies")
OPTIONAL = Sentences("非必备", "optional")
UNKNOWN = Sentences("没有写明", "not known")
EXAMPLE = Sentences("示例", "an example, not written by the office")
CHARGED = Sentences("收费，标准没有写明", "there is a fee, how much is not said")
FREE = Sentences("不收费", "free of charge")


def term(found: Term) -> Sentences:
    """A term in words."""
    if not found.count:
        return AT_ONCE
    unit = _UNITS[found.unit]
    en = unit.en.removesuffix("s") if found.count == 1 else unit.en
    return Sentences(f"{found.count} {unit.zh}", f"{found.count} {en}")


def both(said: Sentences) -> str:
    """A heading in both languages."""
    return f"{said.zh} ({said.en})"
