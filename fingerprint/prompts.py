"""What staff are told when clocking in by finger does not work: (Chinese, English)."""

from __future__ import annotations

from fingerprint.reading import Trouble

Sentences = tuple[str, str]

PORT_LOST: Sentences = (
    "指纹考勤机断开连接,请检查线路;可改用工号和密码打卡",
    "The clock-in reader is unplugged; check its cable. Staff may clock in by number and PIN",
)
CANNOT_STORE: Sentences = (
    "打卡无法保存,磁盘可能已满;请由值班长登记",
    "Punches cannot be stored, the disk may be full; the duty leader must note them",
)
PUNCH_REFUSED: Sentences = (
    "有打卡未被台账接受,请值班长核对",
    "A punch was not accepted by the ledger; the duty leader should look into it",
)
AWAY: dict[Trouble, Sentences] = {
    Trouble.SILENT: (
        "指纹考勤机没有应答,请检查电源;可改用工号和密码打卡",
        "The clock-in reader does not answer; check its power. Staff may use number and PIN",
    ),
    Trouble.GARBLED: (
        "指纹考勤机通信异常,请检查波特率和线路",
        "The clock-in reader's answers are unreadable; check baud rate and cable",
    ),
    Trouble.WRONG_PASSWORD: (
        "指纹考勤机的密码不正确,请联系安装人员",
        "The clock-in reader wants another password; call the installer",
    ),
    Trouble.REFUSED: (
        "指纹考勤机拒绝工作,请联系安装人员",
        "The clock-in reader answers but will not work; call the installer",
    ),
}
