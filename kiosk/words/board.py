"""Words of the hall board. It shows both languages at once: nobody can touch it."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "board.number": ("号码", "Number"),
    "board.window": ("请到窗口", "Window"),
    "board.waiting": ("等候人数、时间", "Waiting"),
    "board.elsewhere": (
        "{zones}的等候人数已计入其他各区",
        "{zones}: counted in the other zones",
    ),
    "board.minutes": ("分钟", "min"),
    "board.held": (
        "上一工作日等候预计准确率 {percent}%",
        "Last day, {percent}% of waits were as told",
    ),
    "board.nobody": ("暂无呼叫", "No calls yet"),
    "board.undelivered": ("窗口屏未显示", "Display dark"),
    "board.recalled": ("再次呼叫", "Called again"),
    "board.notice": (
        "叫到号请到窗口，过号请到{desk}",
        "Missed your number? Please ask at {desk}",
    ),
    "board.dark": (
        "部分窗口屏故障，请以本屏为准",
        "Some window displays are dark. Please follow this board",
    ),
    "board.away": (
        "叫号暂停更新，请询问{desk}",
        "Calls are not being updated. Please ask at {desk}",
    ),
}
