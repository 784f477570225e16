"""Words of the staff corner of a ticket kiosk: for staff, so a little more is said."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "corner.title": ("工作人员入口", "For staff"),
    "corner.number": ("请输入工号", "Staff number"),
    "corner.pin": ("请输入密码", "PIN"),
    "corner.enter": ("确定", "Enter"),
    "corner.done": ("完成", "Done"),
    "corner.printer": ("打印机", "Printer"),
    "corner.card": ("身份证阅读器", "ID card reader"),
    "corner.scanner": ("扫码器", "Scanner"),
    "corner.bus": ("与服务器的连接", "Server"),
    "corner.version": ("本机与版本", "Kiosk and version"),
    "corner.numbers": ("最近的号码", "Last numbers"),
    "corner.alarms": ("本机的报警", "Alerts of this kiosk"),
    "corner.well": ("正常", "well"),
    "corner.nothing": ("没有", "none"),
    "corner.away": ("中断", "away"),
    "corner.no-card": ("没有装", "none here"),
    "corner.given": ("{number}（{clock}）", "{number} ({clock})"),
    "corner.try": ("已换纸，试打", "Paper replaced: try"),
    "corner.trying": ("正在试打", "Trying the printer"),
    "corner.tried": ("试打成功", "The printer prints"),
    "corner.try-failed": ("没有打出来", "Nothing came out"),
    "corner.try-slip": ("试打：打印正常", "Trial: the printer prints"),
    "corner.restart": ("重新启动", "Restart"),
    "corner.desktop": ("退出程序", "Exit"),
    "corner.restart.sure": ("重新启动取号机？", "Restart this kiosk?"),
    "corner.restart.what": (
        "画面会黑几秒，然后回到首页",
        "The glass is dark for some seconds, then shows the start",
    ),
    "corner.desktop.sure": ("退出取号机程序？", "Exit the kiosk's program?"),
    "corner.desktop.what": (
        "本机不再取号，直到有人重新启动程序",
        "No numbers here until somebody starts the program again",
    ),
    "corner.yes": ("是", "Yes"),
    "corner.no": ("否", "No"),
}
