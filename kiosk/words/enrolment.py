"""Words of the desk at which fingers are enrolled. It shows both languages at once. What a reader
says of a finger is in `broker/domain/enrolment/stages.py`, for `hall enrol` says it, too."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "enrol.sign-in": ("登记指纹：请经办人登录", "Enrolment: whoever enrols signs in"),
    "enrol.whose": ("给谁登记？请输入工号", "Whose finger? Enter the staff number"),
    "enrol.enter": ("确定", "OK"),
    "enrol.nobody": ("没有工号 {number}", "There is no staff number {number}"),
    "enrol.list": ("谁已登记", "Who is enrolled"),
    "enrol.listed": ("已登记 {count} 人", "Enrolled: {count}"),
    "enrol.listed.none": ("还没有人登记", "Nobody is enrolled yet"),
    "enrol.at": ("{reader}：{count} 枚", "{reader}: {count}"),
    "enrol.at.erase": ("{reader}：待删除", "{reader}: to be erased"),
    "enrol.at.unheard": ("{reader}：尚未应答", "{reader}: not heard of yet"),
    "enrol.at.configured": ("hall.toml 写的位置 {slot}", "slot {slot} of hall.toml"),
    "enrol.at.none": ("没有登记手指", "No finger is enrolled"),
    "enrol.previous": ("上一页", "Previous"),
    "enrol.next": ("下一页", "Next"),
    "enrol.statement": (
        "本人已在我面前签署同意书 {text}",
        "The person has signed the consent {text} before me",
    ),
    "enrol.no-text": (
        "hall.toml 的 [attendance] 没有写 consent_text，不能登记",
        "[attendance] of hall.toml names no consent_text, so nobody is enrolled",
    ),
    "enrol.begin": ("同意，开始登记", "Consented: begin"),
    "enrol.withdraw": ("撤回同意，删除指纹", "Withdraw and erase"),
    "enrol.left": ("已离职，删除指纹", "Has left: erase"),
    "enrol.sure": ("删除", "Erase"),
    "enrol.sure.withdrawn": (
        "删除全部指纹？以后用工号和密码打卡",
        "Erase all fingers? Clocking in is by PIN then",
    ),
    "enrol.sure.left": ("已离职，删除全部指纹？", "Has left: erase all fingers?"),
    "enrol.finger": ("第 {finger} 枚，共 {fingers} 枚", "Finger {finger} of {fingers}"),
    "enrol.on-the-glass": ("按在指纹机上，不要动", "On the glass of the reader, and hold still"),
    "enrol.known": (
        "这枚手指已登记，请换一枚",
        "This finger is enrolled already; take another one",
    ),
    "enrol.known.whose": ("登记的是 {who}", "It is that of {who}"),
    "enrol.waking": ("正在准备指纹机", "The reader is getting ready"),
    "enrol.silent-reader": ("指纹机没有应答", "The reader does not answer"),
    "enrol.two-kept": ("两枚手指都能打卡了", "Both fingers clock in from now on"),
    "enrol.stop": ("停止，不登记这枚", "Stop: not this finger"),
    "enrol.leave": ("先不登记", "Leave it for now"),
    "enrol.again": ("再试一次", "Try again"),
    "enrol.done": ("完成", "Done"),
    "enrol.erasing": ("正在删除", "Being erased"),
    "enrol.erased": ("已删除", "Erased"),
    "enrol.proof": (
        "{reader}：位置 {slots} 已空，读回索引为证，仍存 {remaining} 枚",
        "{reader}: emptied, as its index says: {slots}; {remaining} remain",
    ),
    "enrol.unproved": (
        "{reader}：等它删除并读回索引；不在线的，恢复后自动删除",
        "{reader} has not erased and read back yet; one that is away does so when it is back",
    ),
    "enrol.holds-none": ("{reader}：没有这个人的指纹", "{reader} holds none"),
    "enrol.silent": ("台账没有应答，请稍候再试", "The ledger does not answer; try again"),
    "enrol.offline": ("网络中断，暂不能登记", "No network: nobody can be enrolled now"),
    "enrol.trouble": ("本屏出现故障", "Out of order"),
}
