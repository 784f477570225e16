"""How far an enrolment is, and what the desk says of it, in both languages."""

from __future__ import annotations

from enum import StrEnum

from broker.domain.alerts import Sentences


class EnrolmentStage(StrEnum):
    """How far an enrolment is, or why it came to nothing."""

    PRESS = "press"
    LIFT = "lift"
    PRESS_AGAIN = "press-again"
    DRY = "dry"
    WET = "wet"
    MOVED = "moved"
    LITTLE = "little"
    STORED = "stored"  # in the reader; the ledger has not answered yet
    KEPT = "kept"  # and in the ledger: whoever touches is known
    BUSY = "busy"
    AWAY = "away"
    FULL = "full"
    KEEPS_NONE = "keeps-none"  # a reader of pictures has no library
    NO_CONSENT = "no-consent"
    REFUSED = "refused"  # by the ledger: the finger was erased again
    CANNOT_STORE = "cannot-store"  # the disk takes nothing, so no slot may be filled
    ALREADY_ENROLLED = "already-enrolled"
    NOBODYS = "nobodys"  # it is in the reader, and the hall does not know whose it is
    DIFFERENT_FINGERS = "different-fingers"
    TOO_SLOW = "too-slow"
    READER = "reader"
    STOPPED = "stopped"  # by the desk
    UNPROVEN = "unproven"  # stored, perhaps: it is erased as soon as the reader answers


UNDER_WAY = frozenset(
    {
        EnrolmentStage.PRESS,
        EnrolmentStage.LIFT,
        EnrolmentStage.PRESS_AGAIN,
        EnrolmentStage.DRY,
        EnrolmentStage.WET,
        EnrolmentStage.MOVED,
        EnrolmentStage.LITTLE,
        EnrolmentStage.STORED,
    }
)
"""After these something follows; all others are an end."""

IN_VAIN = frozenset({EnrolmentStage.FULL, EnrolmentStage.KEEPS_NONE, EnrolmentStage.NO_CONSENT})
"""After these it comes to the same again, at this reader, until something else has changed."""

SAID: dict[EnrolmentStage, Sentences] = {
    EnrolmentStage.PRESS: Sentences("请按手指", "Press the finger on the glass"),
    EnrolmentStage.LIFT: Sentences("请抬起手指", "Lift the finger"),
    EnrolmentStage.PRESS_AGAIN: Sentences(
        "请再按一次同一枚手指", "Press the same finger once more"
    ),
    EnrolmentStage.DRY: Sentences(
        "手指太干，请哈一口气再按", "The finger is too dry: breathe on it and press again"
    ),
    EnrolmentStage.WET: Sentences(
        "手指太湿，请擦干再按", "The finger is too wet: wipe it and press again"
    ),
    EnrolmentStage.MOVED: Sentences(
        "图像模糊，请擦净玻璃，按住不动", "The picture is smeared: wipe the glass and hold still"
    ),
    EnrolmentStage.LITTLE: Sentences(
        "按得太少，请把指腹放平", "Too little of the finger: lay it flat in the middle"
    ),
    EnrolmentStage.STORED: Sentences("已采集，正在登记", "Taken; it is being recorded"),
    EnrolmentStage.KEPT: Sentences("登记成功", "Enrolled"),
    EnrolmentStage.BUSY: Sentences(
        "指纹机正在处理另一枚手指；若已无人按，一分钟内自动结束，请稍后再试",
        "The reader is at work on another finger; where nobody presses it any more, that ends"
        " within a minute: try again then",
    ),
    EnrolmentStage.AWAY: Sentences(
        "指纹机没有应答，请检查线路", "The reader does not answer; check its cable"
    ),
    EnrolmentStage.FULL: Sentences(
        "指纹机已存满，请先删除离职人员的指纹",
        "The reader is full; erase the fingers of those who have left first",
    ),
    EnrolmentStage.KEEPS_NONE: Sentences(
        "这台指纹机不保存指纹，请换一台", "This reader keeps no fingers; enrol at another one"
    ),
    EnrolmentStage.NO_CONSENT: Sentences(
        "台账里没有本人有效的同意，没有采集",
        "The ledger knows no consent that holds; nothing was taken",
    ),
    EnrolmentStage.REFUSED: Sentences(
        "台账不接受，指纹已删除", "The ledger refused it; the finger is erased again"
    ),
    EnrolmentStage.ALREADY_ENROLLED: Sentences(
        "这枚手指已登记为 {who}，请换一枚", "This finger is that of {who}; take another one"
    ),
    EnrolmentStage.NOBODYS: Sentences(
        "指纹机里已有这枚手指，但不知是谁的；请看 hall enrol --list，删除后再登记",
        "The reader holds this finger already, of nobody the hall knows: see `hall enrol --list`,"
        " erase it, begin again",
    ),
    EnrolmentStage.CANNOT_STORE: Sentences(
        "磁盘写不进去，现在不能登记", "The disk takes nothing; nobody can be enrolled now"
    ),
    EnrolmentStage.DIFFERENT_FINGERS: Sentences(
        "两次不是同一枚手指，请重新登记", "These were two different fingers; begin again"
    ),
    EnrolmentStage.TOO_SLOW: Sentences("等候超时，请重新登记", "It took too long; begin again"),
    EnrolmentStage.READER: Sentences(
        "指纹机中断，没有登记，请重新登记",
        "The reader was interrupted; nothing is kept, begin again",
    ),
    EnrolmentStage.STOPPED: Sentences(
        "已停止，没有登记这枚手指", "Stopped; this finger is not enrolled"
    ),
    EnrolmentStage.UNPROVEN: Sentences(
        "不能确认是否已存入，将自动删除，请重新登记",
        "It may be stored or not; it will be erased by itself, begin again",
    ),
}
