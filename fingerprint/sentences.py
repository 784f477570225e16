"""What staff are told when clocking in by finger does not work: (Chinese, English)."""

from __future__ import annotations

from broker.domain.alerts import Sentences
from fingerprint.reading import ReaderTrouble

_BY_PIN = ("打卡请用工号和密码", "Clock in by staff number and PIN")
_BY_LEADER = ("打卡请找值班长登记", "The duty leader notes punches")
PORT_LOST = Sentences(
    "指纹考勤机断开连接，请检查线路", "The clock-in reader is unplugged; check its cable"
)
CANNOT_STORE = Sentences(
    "打卡无法保存，磁盘可能已满；请由值班长登记",
    "Punches cannot be stored, the disk may be full; the duty leader must note them",
)
PUNCH_REFUSED = Sentences(
    "有打卡未被台账接受，请值班长核对",
    "A punch was not accepted by the ledger; the duty leader should look into it",
)
NO_COMPARING = Sentences(
    "这台电脑没有安装指纹比对程序，指纹机用不了；请用工号和密码打卡",
    "Nothing that compares fingers is installed on this machine: clock in by staff number and PIN",
)
KEY_LOST = Sentences(
    "指纹特征的密钥 templates/key 不见了；请放回去，或者删除 templates 文件夹、全部重新登记",
    "The key of templates (templates/key) is gone: put it back, or delete the folder templates and"
    " enrol everybody anew. Use staff number and PIN",
)
KEY_WRONG = Sentences(
    "templates/key 不是指纹特征的密钥，长度不对；请放回正确的，或者删除 templates 文件夹重新登记",
    "What lies in the place of the key of templates (templates/key) is no key: put the right one"
    " back, or delete the folder templates and enrol everybody anew. Use staff number and PIN",
)
NO_STORE = Sentences(
    "存放指纹特征的文件夹用不了，磁盘可能已满或损坏；请用工号和密码打卡",
    "The folder of templates cannot be used, the disk may be full: use staff number and PIN",
)
UNREADABLE = Sentences(
    "有指纹特征读不出（位置 {slots}）：密钥或文件已损坏；请为这些人重新登记指纹",
    "Kept fingers cannot be read (slots {slots}), key or file is damaged: enrol these people anew",
)
NOBODYS = Sentences(
    "指纹机 {reader} 的位置 {slots} 有指纹，但不知是谁的；查明后用"
    " hall enrol --reader {reader} --erase {slots} 删除，或写进 hall.toml",
    "Reader {reader} holds templates of nobody in slots {slots}; find out whose they are, then"
    " hall enrol --reader {reader} --erase {slots}, or name them in hall.toml",
)
GONE = Sentences(
    "指纹机 {reader} 里找不到这些人的指纹：{who}（工号/位置）；模块可能换过，或被清空；"
    "请用 hall enrol 工号 --reader {reader} 重新登记",
    "Reader {reader} no longer holds these people's fingers: {who} (number/slot); it was exchanged"
    " or emptied; enrol them anew with hall enrol NUMBER --reader {reader}",
)
ERASED_UNASKED = Sentences(
    "指纹机 {reader} 删除了台账没有要求删除的指纹，位置 {slots}；总线上可能有外人，请查明，"
    "并为这些人重新登记",
    "Reader {reader} erased what the ledger did not order, slots {slots}; a stranger may be on the"
    " bus: look into it, and enrol these people anew",
)
AWAY: dict[ReaderTrouble, Sentences] = {
    ReaderTrouble.SILENT: Sentences(
        "指纹考勤机没有应答，请检查电源", "The clock-in reader does not answer; check its power"
    ),
    ReaderTrouble.GARBLED: Sentences(
        "指纹考勤机通信异常，请检查波特率和线路",
        "The clock-in reader is garbled; check baud rate and cable",
    ),
    ReaderTrouble.WRONG_PASSWORD: Sentences(
        "指纹考勤机的密码不正确，请联系安装人员",
        "The clock-in reader wants another password; call the installer",
    ),
    ReaderTrouble.REFUSED: Sentences(
        "指纹考勤机拒绝工作，请联系安装人员",
        "The clock-in reader refuses to work; call the installer",
    ),
}


def meanwhile(trouble: Sentences, *, by_pin: bool) -> Sentences:
    """What is wrong, and how to clock in all the same: `by_pin` where a screen beside the reader
    takes staff number and PIN."""
    zh, en = _BY_PIN if by_pin else _BY_LEADER
    return Sentences(f"{trouble.zh}；{zh}", f"{trouble.en}. {en}")
