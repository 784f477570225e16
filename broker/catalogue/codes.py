"""The codes of GB/T 39046-2020, annex A, and the words that tables carry in their place.

A code is a text: `01` and `1` are one type (older sources leave the zero away), and what no table
has is kept as it came. Some older tables differ in what a code means (服务对象 5, 6 and 9), which
nothing in a source tells; so codes that no screen shows are judged and kept, not translated.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BETWEEN = re.compile(r"[,，;；、^|/\s]+")


class CodeTable(NamedTuple):
    """One table: its name, its codes with their words, and how many digits a code has."""

    name: str
    words: dict[str, str]
    digits: int = 1

    def code(self, text: str) -> str | None:
        """The code that `text` is, or is the word for; None where the table has no such."""
        padded = text.zfill(self.digits) if text.isascii() and text.isdigit() else text
        if padded in self.words:
            return padded
        return next((code for code, word in self.words.items() if word == text), None)

    def codes(self, text: str) -> str | None:
        """Several of them, `,` between; None where one is not of the table."""
        found = [self.code(each) for each in _BETWEEN.split(text) if each]
        known = [each for each in found if each is not None]
        return ",".join(known) if known and len(known) == len(found) else None


TASK_TYPE = CodeTable(
    "A.1 事项类型",
    {
        "00": "行政权力", "01": "行政许可", "02": "行政处罚", "03": "行政强制", "04": "行政征收",
        "05": "行政给付", "06": "行政检查", "07": "行政确认", "08": "行政奖励", "09": "行政裁决",
        "10": "其他行政权力", "20": "公共服务",
    },
    digits=2,
)  # fmt: skip
USE_LEVEL = CodeTable(
    "A.2 行使层级",
    {
        "1": "国家级", "2": "省级", "3": "市级", "4": "县级", "5": "镇（乡、街道）级",
        "6": "村（社区）级", "7": "分级管理",
    },
)  # fmt: skip
DEPT_TYPE = CodeTable(
    "A.3 实施主体性质", {"1": "法定机关", "2": "授权组织", "3": "受委托组织", "9": "其他"}
)
SERVER_TYPE = CodeTable(
    "A.4 服务对象",
    {
        "1": "自然人", "2": "企业法人", "3": "事业法人", "4": "社会组织法人", "5": "行政机关",
        "6": "其他组织", "9": "其他组织",
    },
)  # fmt: skip
HANDLE_TYPE = CodeTable(
    "A.5 办理形式",
    {"1": "窗口办理", "2": "电脑端办理", "3": "移动端办理", "4": "快递申请", "9": "其他"},
)
PROJECT_TYPE = CodeTable("A.6 办件类型", {"1": "即办件", "2": "承诺件", "9": "其他"})
POWER_SOURCE = CodeTable(
    "权力来源",
    {
        "1": "法定本级行使", "2": "上级下放", "3": "上级授权", "4": "同级授权", "5": "上级委托",
        "6": "同级委托",
    },
)  # fmt: skip
TASK_STATE = CodeTable("事项状态", {"0": "待提交", "1": "已审定", "2": "已发布", "3": "驳回"})
PUBLISHED = "2"
