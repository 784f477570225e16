"""What the columns of a catalogue are called: in the national exchange, in GB/T 39046-2020, table
4, and in the short lists that bureaux make for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import NamedTuple

from broker.domain.text.matching import normal


class SheetKind(Enum):
    """What the rows of a table are."""

    ITEMS = "items"
    MATERIALS = "materials"
    STEPS = "process_links"
    QUESTIONS = "questions"


# Each column under its name in the exchange, and what else it is called.
KEYS = {
    "dept_name": ("department", "窗口单位", "单位", "部门", "部门名称", "单位名称", "实施主体"),
    "number": ("no", "no.", "序号", "编号", "号码", "事项编号"),
    "task_code": ("code", "实施编码"),
    "task_handle_item": ("业务办理项", "业务办理项编码"),
    "task_name": ("item", "name", "事项", "事项名称", "名称", "项目名称"),
}
ITEM = {
    "name_en": ("英文名称", "english"),
    "synonyms": ("别名", "俗称", "常用名称"),
    "task_version": ("版本", "版本号", "事项版本"),
    "cd_operation": ("操作", "操作类型"),
    "task_state": ("事项状态",),
    "plan_effective_date": ("生效日期", "计划生效日期"),
    "plan_cancel_date": ("取消日期", "计划取消日期", "失效日期"),
    "by_law": ("设定依据", "办理依据"),
    "accept_condition": ("受理条件", "申请条件", "办理条件"),
    "handle_flow": ("办理流程", "办理程序"),
    "project_type": ("办件类型", "办件类型代码", "handling"),
    "anticipate_day": ("法定办结时限", "法定时限"),
    "anticipate_type": ("法定办结时限单位",),
    "anticipate_explain": ("法定办结时限说明",),
    "promise_day": ("承诺办结时限", "承诺时限"),
    "promise_type": ("承诺办结时限单位",),
    "promise_explain": ("承诺办结时限说明",),
    "is_fee": ("是否收费",),
    "fee": ("收费标准",),
    "fee_basis": ("收费依据",),
    "result_name": ("结果名称", "办理结果", "审批结果名称"),
    "transact_addr": ("办理地点", "办理窗口"),
    "transact_time": ("办理时间",),
    "link_way": ("咨询电话", "咨询方式"),
    "supervise_way": ("监督电话", "投诉电话", "监督投诉方式"),
    "link_addr": ("网办地址", "online"),
    "example": ("示例",),
}
KEPT = {  # judged where there is a table of codes, shown by no screen
    "task_type": ("事项类型", "事项类型代码"),
    "power_source": ("权力来源",),
    "use_level": ("行使层级", "行使层级代码"),
    "dept_code": ("实施主体代码",),
    "dept_type": ("实施主体性质", "实施主体性质代码"),
    "server_type": ("服务对象", "服务对象代码"),
    "handle_type": ("办理形式", "办理形式代码"),
    "catalog_code": ("基本编码",),
    "special_procedure": ("特别程序",),
    "entrust_name": ("委托部门",),
    "limit_scene_num": ("到现场次数", "到办事现场次数"),
    "is_schedule": ("是否支持预约办理",),
    "is_pay_online": ("是否支持网上支付",),
    "is_express": ("是否支持物流快递",),
    "is_service_terminals": ("是否支持自助终端",),
    "is_online": ("是否网办",),
    "online_handle_depth": ("网办深度",),
    "mobile_terminal_url": (),
    "user_topic_type": ("自然人服务主题代码",),
    "corp_topic_type": ("法人服务主题代码",),
    "result_type": ("结果类型",),
    "row_guid": (),
}
IGNORED = {  # of the exchange itself
    "cd_time": (), "cd_batch": (), "data_source": (), "result_guid": (), "local_catalog_code": (),
    "local_task_code": (), "task_guid": (), "material_guid": (),
}  # fmt: skip
MATERIAL = {
    "material_name": ("材料名称",),
    "original_num": ("原件份数", "originals"),
    "copy_num": ("复印件份数", "copies"),
    "is_need": ("是否必备材料", "是否必要", "required"),
    "issuer": ("材料出具机构", "来源渠道"),
    "note": ("材料办理说明", "材料使用说明", "备注", "说明"),
    "sample": ("材料样本", "样表"),
}
STEP = {
    "link_name": ("环节名称", "办理环节"),
    "note": ("备注", "说明", "审查标准"),
    "handle_day": ("办理时限", "环节时限"),
    "handle_day_type": ("办理时限单位", "环节时限单位"),
}
QUESTION = {"question": ("问题", "常见问题"), "answer": ("回答", "答案", "解答")}
ORDER = {"order_num": ("排序", "顺序", "顺序号")}

_CHILD = {
    SheetKind.MATERIALS: MATERIAL,
    SheetKind.STEPS: STEP,
    SheetKind.QUESTIONS: QUESTION,
}
_MARKS = {  # the column that only rows of this kind have
    SheetKind.QUESTIONS: "question",
    SheetKind.STEPS: "link_name",
    SheetKind.MATERIALS: "material_name",
}


class Headed(NamedTuple):
    """A table whose first row was understood: the column of each cell ("": nobody asks for it),
    and headings that are unknown, with what could have been meant."""

    kinds: tuple[SheetKind, ...]
    columns: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]


def exported(kind: SheetKind) -> tuple[str, ...]:
    """The columns in which a table of ours is written."""
    keys = ("dept_name", "number")
    if kind is SheetKind.ITEMS:
        return (*keys, "task_code", "task_handle_item", "task_name", *ITEM, *KEPT)
    return (*keys, *ORDER, *_CHILD[kind])


def headed(row: Sequence[str], own: Mapping[str, str]) -> Headed | None:
    """What the first row of a table says; None where it is no heading. `own` are headings of a
    bureau and the columns they are.

    GB/T 39046 repeats the columns of a material in the row of its item: such a table is both.
    """
    kinds = _kinds([_column(cell, own, _everything()) for cell in row])
    if not kinds:
        return None
    known = _known(kinds)
    columns = tuple(_column(cell, own, known) for cell in row)
    unknown = tuple(
        (cell, _near(cell, known)) for cell, column in zip(row, columns, strict=True)
        if cell and not column
    )  # fmt: skip
    return Headed(kinds, columns, unknown)


def names_of(own: Mapping[str, str]) -> tuple[str, ...]:
    """Columns of `own` that the exchange does not have."""
    return tuple(each for each in own.values() if each not in _everything())


def _kinds(columns: Sequence[str]) -> tuple[SheetKind, ...]:
    for kind, mark in _MARKS.items():
        if mark in columns:
            both = kind is SheetKind.MATERIALS and set(columns) & (set(ITEM) - {"example"})
            return (SheetKind.ITEMS, kind) if both else (kind,)
    return (SheetKind.ITEMS,) if "task_name" in columns else ()


def _known(kinds: tuple[SheetKind, ...]) -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {**KEYS, **IGNORED}
    for kind in kinds:
        known |= {**ITEM, **KEPT} if kind is SheetKind.ITEMS else {**_CHILD[kind], **ORDER}
    return known


def _everything() -> dict[str, tuple[str, ...]]:
    return {**KEYS, **ITEM, **KEPT, **IGNORED, **ORDER, **QUESTION, **STEP, **MATERIAL}


def _column(cell: str, own: Mapping[str, str], known: Mapping[str, tuple[str, ...]]) -> str:
    said = normal(cell)
    named = next((column for name, column in own.items() if normal(name) == said), said)
    if named in known:
        return named
    return next((column for column, also in known.items() if named in also), "")


def _near(cell: str, known: Mapping[str, tuple[str, ...]]) -> str:
    words = [*known, *(each for also in known.values() for each in also)]
    return next(iter(get_close_matches(normal(cell), words, 1)), "")
