"""What is wrong with a screen that gives numbers, and its devices: in alerts, for staff."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "trouble.paper-out": ("打印机缺纸", "the printer is out of paper"),
    "trouble.cover-open": ("打印机上盖打开", "the printer's cover is open"),
    "trouble.cutter": ("打印机切刀卡住", "the printer's cutter is jammed"),
    "trouble.too-hot": ("打印头过热", "the print head is too hot"),
    "trouble.error": ("打印机报错", "the printer reports an error"),
    "trouble.silent": ("打印机没有回答", "the printer does not answer"),
    "trouble.unplugged": ("打印机断开", "the printer is unplugged"),
    "trouble.unknown-outcome": ("不能确定小票是否打出", "a slip may not have come out"),
    "trouble.cut-short": (
        "打印时程序中断，不能确定是否打出",
        "the program ended while it was printed, and nobody knows whether it came out",
    ),
    "trouble.paper-low": ("打印纸快用完了", "the paper comes to its end"),
    "alarm.paper-low": (
        "取号机 {kiosk}：{what}，请准备换纸",
        "Kiosk {kiosk}: {what}; have a new roll ready",
    ),
    "trouble.card-unplugged": ("断开", "it is unplugged"),
    "trouble.card-silent": ("没有回答", "it does not answer"),
    "trouble.card-not-authorised": ("安全模块未授权", "its SAM is not authorised"),
    "trouble.card-self-test": ("自检失败", "its self-test failed"),
    "trouble.card-unreadable": ("连续读不出证件", "it reads no card of several"),
    "trouble.picture-damaged": (
        "有图片显示不了，已跳过，请运行 hall check",
        "one cannot be shown and is passed over; run hall check",
    ),
    "trouble.table-damaged": (
        "表里有错，先用读得出的，请运行 hall check",
        "the table is damaged and what can be read of it goes on; run hall check",
    ),
    "trouble.catalogue-damaged": (
        "新目录读不出来，仍用原来的，请运行 hall check",
        "the new one cannot be used and the one before goes on; run hall check",
    ),
    "trouble.catalogue-different": (
        "与台账用的不是同一份，请运行 hall status",
        "it is another than the ledger's; run hall status",
    ),
    "trouble.rows-left-out": (
        "表里有错，先用读得出的，请运行 hall check",
        "the table is damaged and what can be read of it goes on; run hall check",
    ),
    "alarm.catalogue": ("取号机 {kiosk} 的事项目录：{what}", "Catalogue of kiosk {kiosk}: {what}"),
    "alarm.common-words": (
        "取号机 {kiosk} 的常用词表：{what}",
        "Common words of kiosk {kiosk}: {what}",
    ),
    "trouble.voice-missing": (
        "没有安装朗读程序，请运行 hall check",
        "its program is not installed; run hall check",
    ),
    "trouble.voice-failed": (
        "没有声音，请检查声卡和音箱",
        "nothing is heard; look at sound card and loudspeaker",
    ),
    "trouble.voice-silent": ("朗读程序没有反应，已停止", "its program hung and was ended"),
    "trouble.player-missing": ("没有安装 aplay", "aplay is not installed"),
    "trouble.player-ended": (
        "没有声音，请检查声卡和音箱",
        "nothing is heard; look at sound card and loudspeaker",
    ),
    "alarm.voice": ("取号机 {kiosk} 的朗读：{what}", "Voice of kiosk {kiosk}: {what}"),
    "alarm.touch-sound": (
        "取号机 {kiosk} 的按键声：{what}",
        "Touch sound of kiosk {kiosk}: {what}",
    ),
    "trouble.clock-apart": (
        "与台账的时间差两分钟以上，请校准",
        "more than two minutes off the ledger's; set it",
    ),
    "alarm.clock": ("取号机 {kiosk} 的时钟：{what}", "Clock of kiosk {kiosk}: {what}"),
    "alarm.attract": ("取号机 {kiosk} 的待机图片：{what}", "Pictures of kiosk {kiosk}: {what}"),
    "alarm.cases": ("取号机 {kiosk} 的办件表：{what}", "Cases of kiosk {kiosk}: {what}"),
    "alarm.notices": ("取号机 {kiosk} 的通知：{what}", "Notices of kiosk {kiosk}: {what}"),
    "alarm.card-reader": (
        "取号机 {kiosk} 的身份证阅读器：{what}",
        "ID card reader of kiosk {kiosk}: {what}",
    ),
    "alarm.scanner": ("取号机 {kiosk} 的扫码器：{what}", "Scanner of kiosk {kiosk}: {what}"),
    "alarm.printer": ("取号机 {kiosk}：{what}", "Kiosk {kiosk}: {what}"),
    "alarm.slip": ("取号机 {kiosk}：小票未打出，{what}", "Kiosk {kiosk}: no slip, {what}"),
}
