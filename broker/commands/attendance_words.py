"""What tables of attendance call things, in Chinese and English; and the signs of the chart."""

from __future__ import annotations

from typing import NamedTuple

from broker.domain.attendance.facts import Doubt, LeaveKind, PunchWay, Turn
from broker.domain.timesheet.rulesets import Mark
from broker.language import chosen


class Word(NamedTuple):
    """A word of a table, and where there is one its sign in the chart."""

    zh: str
    en: str
    sign: str = ""

    def __str__(self) -> str:
        return chosen(self.zh, self.en)


MARKS = {
    Mark.NORMAL: Word("正常", "normal", "√"),
    Mark.LATE: Word("迟到", "late", "▽"),
    Mark.LONG_LATE: Word("严重迟到", "very late", "▼"),
    Mark.EARLY: Word("早退", "early", "△"),
    Mark.LONG_EARLY: Word("严重早退", "very early", "▲"),
    Mark.MISSING: Word("缺卡", "missing punch", "？"),
    Mark.ABSENT: Word("旷工半天", "absent half a day", "×"),
    Mark.LEAVE: Word("请假", "leave", "○"),
    Mark.EXCUSED: Word("设备故障", "reader out", "※"),
    Mark.PENDING: Word("未到时间", "not over yet", "·"),
}
LEAVES = {
    LeaveKind.PERSONAL: Word("事假", "personal leave", "事"),
    LeaveKind.SICK: Word("病假", "sick leave", "病"),
    LeaveKind.ANNUAL: Word("年假", "annual leave", "年"),
    LeaveKind.COMPENSATION: Word("调休", "time off in lieu", "休"),
    LeaveKind.OFFICIAL: Word("公出", "official business", "公"),
    LeaveKind.NO_FORM: Word("未办手续", "leave without a form", "擅"),
}
WAYS = {
    PunchWay.FINGER: Word("指纹", "finger"),
    PunchWay.PIN: Word("密码", "PIN"),
    PunchWay.LEADER: Word("值班长补登", "noted by the leader"),
    PunchWay.TERMINAL: Word("考勤机导入", "from a terminal"),
}
DOUBTS = {
    Doubt.TOO_OLD: Word("比台账早一年多", "more than a year before the ledger"),
    Doubt.TO_COME: Word("比台账晚", "later than the ledger"),
    Doubt.CLOCK: Word("当时时钟可疑", "the clock was in doubt"),
    Doubt.UNKNOWN_STAFF: Word("没有这个工号", "nobody has this number"),
    Doubt.UNKNOWN_DEVICE: Word("没有这台设备", "hall.toml has no such device"),
}
TURNS = {Turn.IN: Word("上班", "in"), Turn.OUT: Word("下班", "out")}
WEEKDAYS = "一二三四五六日"
REST = ""  # nobody has to come
YES = Word("是", "yes")


def rule_name(rule: str) -> str:
    """A score line's rule, `late` or `leave/sick`, in words, with the code that is kept."""
    mark, _, leave = rule.partition("/")
    word = LEAVES[LeaveKind(leave)] if leave else MARKS[Mark(mark)]
    return chosen(f"{word.zh}（{rule}）", rule)
