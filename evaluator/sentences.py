"""What staff are told when a device at a counter does not work."""

from __future__ import annotations

from broker.domain.alerts import AlertCode, Sentences

ECHOES = "线路有回声，已滤除 this line echoes, which is allowed for"
EVALUATOR_ALERTS = {
    AlertCode.LINE_LOST: Sentences(
        "评价器线路不通：检查接线、转换器与 hall.toml 中的端口",
        "The evaluator's line is down: check cable, adapter and the port in hall.toml",
    ),
    AlertCode.NO_ANSWER: Sentences(
        "评价器没有照办（{why}）：检查电源、接线与地址",
        "The evaluator did not obey ({why}): check power, cable and address",
    ),
    AlertCode.CANNOT_STORE: Sentences(
        "评价无法保存：请清理磁盘",
        "A rating could not be stored: free the disk",
    ),
    AlertCode.RATING_REFUSED: Sentences(
        "有评价未被台账接受（{why}），请值班长核对",
        "A rating was not accepted by the ledger ({why}); the duty leader should look into it",
    ),
    AlertCode.RATING_UNMATCHED: Sentences(
        "有评价找不到对应的办理，已单独保存，请值班长核对",
        "A rating belongs to no visit the ledger knows; it is kept apart. The duty leader should"
        " look into it",
    ),
}
KEYPAD_ALERTS = {
    AlertCode.LINE_LOST: Sentences(
        "键盘线路不通：检查接线与 hall.toml 中的端口",
        "The keypad's line is down: check its cable and the port in hall.toml",
    ),
    AlertCode.NO_ANSWER: Sentences(
        "键盘没有照办（{why}）：检查电源、接线与地址",
        "The keypad did not obey ({why}): check power, cable and address",
    ),
}
