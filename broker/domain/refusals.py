"""Why the hall says no, in sentences for the person who asked."""

from __future__ import annotations

from broker.domain.errors import DomainError
from broker.domain.ids import NO_TICKET, TicketId
from broker.domain.refusal_codes import No

__all__ = ["SENTENCES", "No", "Refusal"]


SENTENCES: dict[No, tuple[str, str]] = {
    No.UNREADABLE: ("请求无法识别：{why.zh}。", "The request cannot be read: {why.en}."),
    No.DIFFERENT_CONTENT: (
        "这个请求编号已用于另一个请求，请重新操作。",
        "The id of this request stands for another one; please do it again.",
    ),
    No.NOT_ENTITLED: (
        "“{client}”无权这样做，请求未执行，已提醒值班长。",
        "“{client}” may not do this. Nothing was done, and the duty leader is told.",
    ),
    No.NOT_SIGNED_IN: ("登录已结束，请重新登录。", "Please sign in again."),
    No.PIN_WRONG: ("工号或密码不对。", "Staff number or PIN is wrong."),
    No.PIN_PAUSED: (
        "密码多次不对，请 {seconds} 秒后再试。",
        "Too many wrong PINs; please try again in {seconds} seconds.",
    ),
    No.PIN_LOCKED: ("工号 {staff} 已锁定，请找值班长。", "{staff} is locked; ask the duty leader."),
    No.PINS_BUSY: ("别人正在登录，请稍候再试。", "Others are signing in; please try again."),
    No.PINS_UNREADABLE: (
        "密码文件读不出来，请告诉管理员。",
        "PINs cannot be read; tell the manager.",
    ),
    No.NOBODY_THERE: ("{desk} 没有人登录。", "Nobody is signed in at {desk}."),
    No.UNKNOWN_QUEUE: ("没有队列 {queue}。", "There is no queue {queue}."),
    No.UNKNOWN_WINDOW: ("没有 {window} 号窗口。", "There is no window {window}."),
    No.UNKNOWN_TICKET: ("今天没有号票 {ticket}。", "There is no ticket {ticket} today."),
    No.UNKNOWN_STAFF: ("没有工号 {staff}。", "There is no staff number {staff}."),
    No.UNKNOWN_VISIT: ("没有这次办理 {visit}。", "There is no visit {visit}."),
    No.UNKNOWN_CALL: ("没有这次呼叫 {call}。", "There is no call {call}."),
    No.CLOSED: ("现在不是办公时间，暂不取号。", "The hall gives no numbers at this hour."),
    No.LIMIT: ("今天的号已取完。", "All numbers of today are taken."),
    No.HAS_NUMBER: ("您已有 {number} 号。", "You have number {number} already."),
    No.BEING_GIVEN: (
        "您的 {number} 号正在出票，请先取走那一张。",
        "Your number {number} is being printed. Please take the slip first.",
    ),
    No.WRONG_STATE: (
        "号票 {ticket} 现在是“{state.zh}”，不能这样操作。",
        "Ticket {ticket} is {state.en}; this cannot be done now.",
    ),
    No.NOTHING_WAITING: ("现在没有人等候。", "Nobody is waiting."),
    No.NOT_YOURS: ("{window} 号窗口不是您登录的。", "You are not signed in at window {window}."),
    No.WINDOW_TAKEN: (
        "{window} 号窗口已由工号 {clerk} 登录。",
        "Window {window} is held by staff number {clerk}.",
    ),
    No.WINDOW_CLOSED: ("{window} 号窗口还没有登录。", "Nobody is signed in at window {window}."),
    No.WINDOW_PAUSED: (
        "{window} 号窗口已暂停，请先恢复。",
        "Window {window} is paused; resume first.",
    ),
    No.WINDOW_BUSY: (
        "{window} 号窗口正在办理 {number}，请先办结。",
        "Window {window} still has {number}; finish that first.",
    ),
    No.WINDOW_FREE: ("{window} 号窗口没有呼叫中的号。", "Window {window} has no number called."),
    No.ELSEWHERE: (
        "工号 {staff} 已在 {window} 号窗口登录。",
        "Staff number {staff} is signed in at window {window}.",
    ),
    No.OFF_DUTY: (
        "工号 {staff} 今天还没有打卡，请先打卡。",
        "Staff number {staff} has not clocked in today; please clock in first.",
    ),
    No.PUNCH_APART: ("工号 {staff} 的打卡等值班长确认。", "The punch waits for the leader."),
    No.GONE: (
        "工号 {staff} {time} 已打下班卡；如已在岗，请重新打卡或请值班长更正。",
        "Staff number {staff} clocked out at {time}; clock in again, or ask the duty leader.",
    ),
    No.ROLE: ("工号 {staff} 不能这样操作。", "Staff number {staff} may not do this."),
    No.RECALLS: ("已重呼 {most} 次，请按“过号”。", "Recalled {most} times; please press no-show."),
    No.NOTHING_TO_UNDO: ("没有可以撤销的操作。", "There is no step to take back."),
    No.UNDO_TOO_LATE: (
        "已超过 {seconds} 秒，不能撤销。",
        "More than {seconds} seconds ago; it cannot be taken back.",
    ),
    No.TOO_LATE: (
        "过号超过 {minutes} 分钟，请重新取号。",
        "Missed over {minutes} minutes ago; take a new number.",
    ),
    No.CHOSEN_OFF: ("本大厅不能指定叫号。", "This hall does not call chosen tickets."),
    No.NO_SUCH_ROUTE: (
        "{window} 号窗口不办理队列 {queue}。",
        "Window {window} does not serve queue {queue}.",
    ),
    No.ALREADY_RATED: ("这次办理已经评价过。", "This visit has been rated."),
    No.NOT_ARMED: ("不在评价时间内。", "The press was outside the time for rating."),
    No.NOT_FINISHED: (
        "办理还没有结束，不能评价。",
        "The visit is not finished; it cannot be rated yet.",
    ),
    No.REASON_MISSING: (
        "补打卡和更正须写明理由。",
        "What is noted or corrected later needs a reason.",
    ),
    No.NO_SUCH_TIME: (
        "时间 {moment} 不可信，请检查设备的时钟。",
        "The time {moment} cannot be; please check the clock of the device.",
    ),
    No.TO_COME: (
        "{moment} 还没有到，过后才能登记。",
        "{moment} is still to come; it is noted when it is over.",
    ),
    No.TOO_LONG_AGO: (
        "{what} 已过去一年以上，不能再登记。",
        "{what} is more than a year ago; it cannot be noted any more.",
    ),
    No.ENDS_FIRST: (
        "结束时间 {last} 早于开始时间 {first}。",
        "It ends on {last}, before it begins on {first}.",
    ),
    No.TOO_FAR: (
        "{day} 在一年以后，请到时再登记。",
        "{day} is more than a year ahead; note it when it is nearer.",
    ),
    No.NOT_TODAY: (
        "{moment} 不属于今天；往日的请用 hall attendance correct 更正。",
        "{moment} is of a day before; `hall attendance correct` is for those.",
    ),
    No.OTHER_DAY: (
        "{moment} 既不在 {day}，也不在次日清晨。",
        "{moment} is neither on {day} nor on the morning after.",
    ),
    No.CORRECTION_LATE: (
        "已超过 {days} 天，不能补签。",
        "More than {days} days ago; it cannot be corrected any more.",
    ),
    No.CORRECTIONS: (
        "工号 {staff} 这个月已补签 {most} 次，不能再补。",
        "Staff number {staff} has had {most} corrections this month; there are no more.",
    ),
    No.OWN_APPROVAL: (
        "不能为自己补卡、更正或批假，请另一位值班长或主任办理。",
        "Nobody approves for themselves; ask another duty leader, or a director.",
    ),
    No.MONTH_CLOSED: (
        "{month} 的考勤已封账，不能再改。",
        "The attendance of {month} is closed; it does not change any more.",
    ),
    No.MONTH_NOT_OVER: (
        "{month} 还没有结束，{day} 起才能封账。",
        "{month} is not over; it can be closed from {day} on.",
    ),
    No.NOT_THE_FIRST: (
        "封账按整月办理，{day} 不是一个月的第一天。",
        "Whole months are closed, and {day} is not the first day of one.",
    ),
    No.LONG_LEAVE: (
        "这次请假共 {days} 天：值班长最多办理 {most} 天，更长的请主任办理。",
        "Days of this leave: {days}; a duty leader may grant or undo {most}, a director more.",
    ),
    No.LEAVE_LENGTH: (
        "这次请假共 {days} 天，一次最多登记 {most} 天。",
        "Days of this leave: {days}; one of more than {most} is not noted.",
    ),
    No.LEAVE_TAKEN: (
        "工号 {staff} 从 {first} 到 {last} 已请假（{shift.zh}）；如要更改，请先销假。",
        "Staff number {staff} has leave from {first} to {last} ({shift.en}); withdraw it first.",
    ),
    No.NO_LEAVE: (
        "工号 {staff} 没有从 {day} 开始的请假。",
        "Staff number {staff} has no leave that begins on {day}.",
    ),
    No.NOT_KEPT_APART: (
        "没有待核的打卡 {punch}，或已有人核过：请看 hall quarantine。",
        "No punch {punch} is kept apart, or somebody has judged it; see `hall quarantine`.",
    ),
    No.NAME_TIME: (
        "这次打卡自称的时间 {moment} 不可信，请用 --at 写明应计的时间。",
        "This punch claims {moment}, which cannot be; name the time it counts at with --at.",
    ),
    No.TERMINAL_CLOCK: (
        "考勤机的时钟{off.zh}：请先校准，再导入。",
        "The terminal's clock is {off.en}; set it, then import.",
    ),
    No.STILL_HERE: (
        "工号 {staff} 还在 hall.toml 里；离职后才能删除考勤记录。",
        "Staff number {staff} is still in hall.toml; only who has left is forgotten.",
    ),
    No.CLOCK_BEHIND: (
        "本机时钟（{clock}）比台账最后一条记录（{last}）早：请先校准时钟。",
        "The clock ({clock}) is behind the last fact of the ledger ({last}); set it first.",
    ),
    No.CLOCK_AHEAD: (
        "台账最后一条记录是 {last}，时钟是 {clock}：请核对；确实关了这么久，请加 --today {today}。",
        "The last fact is of {last}, the clock says {clock}; if closed so long, --today {today}.",
    ),
    No.OTHER_TODAY: (
        "本机时钟是 {clock}，大厅的今天是 {today}，与 --today 不同：请核对时钟。",
        "The clock says {clock}, so today is {today}, not what --today says; look at the clock.",
    ),
    No.KEPT_UNTIL: (
        "工号 {staff} 的考勤记录须保存到 {day}，在此之前不能删除。",
        "The punches of staff number {staff} must be kept until {day}.",
    ),
    No.FINGERS_LEFT: (
        "工号 {staff} 的指纹还在指纹机里，请先办 hall enrol {staff} --left。",
        "Fingers of staff number {staff} are still in a reader; first `hall enrol {staff} --left`.",
    ),
    No.NO_CONSENT: (
        "工号 {staff} 没有同意登记指纹，或已撤回同意。",
        "Staff number {staff} has not consented to fingerprints, or has withdrawn.",
    ),
    No.OWN_WITNESS: (
        "不能为自己登记指纹，请由他人办理。",
        "Nobody enrols themselves; ask somebody else.",
    ),
    No.SLOT_TAKEN: (
        "指纹机第 {slot} 号位置是工号 {staff} 的。",
        "Slot {slot} of the reader is that of staff number {staff}.",
    ),
    No.SLOT_CONDEMNED: (
        "位置 {slot} 的指纹待删除，不能登记在那里。",
        "What is in slot {slot} is to be erased; nothing is kept there.",
    ),
    No.SLOTS_LEFT: (
        "{device} 的位置 {slots} 还没有删除，不能算作已删除。",
        "Slots {slots} of {device} are not among those that were erased.",
    ),
    No.NOT_TO_ERASE: (
        "{device} 没有要删除的指纹（工号 {staff}）。",
        "Nothing is to be erased at {device} (staff number {staff}).",
    ),
    No.UNKNOWN_OPINION: ("没有意见 {opinion}。", "There is no opinion {opinion}."),
    No.UNKNOWN_DEVICE: (
        "{device} 不是配置中应有的设备。",
        "{device} is not the device that hall.toml has there.",
    ),
    No.UNKNOWN_ITEM: ("队列 {queue} 没有事项 {item}。", "Queue {queue} has no item {item}."),
    No.NO_APPOINTMENTS: (
        "现在查不到预约信息。",
        "The list of appointments cannot be read just now.",
    ),
    No.CODE_UNKNOWN: (
        "没有查到这个预约码，请核对。",
        "There is no appointment with this code. Please check it.",
    ),
    No.CODE_USED: (
        "这个预约码已取过 {number} 号。",
        "Number {number} has been taken with this code.",
    ),
    No.CODE_BEING_GIVEN: (
        "这个预约码正在取号，请稍候再试。",
        "A number is just being given for this code. Please wait a moment.",
    ),
    No.CODE_OTHER_DAY: (
        "这个预约的时间是 {when.zh}，不是今天。",
        "This appointment is not today: it is on {when.en}.",
    ),
    No.CODE_EARLY: (
        "您预约的是 {slot}，{since} 起可以取号。",
        "Your appointment is at {slot}. Its number can be taken from {since} on.",
    ),
    No.CODE_LATE: (
        "您预约的是 {slot}，已过 {minutes} 分钟以上，请取普通号。",
        "Your appointment was at {slot}, over {minutes} minutes ago. Please take a number.",
    ),
}


class Refusal(DomainError):
    """The rules say no. `zh` and `en` are whole sentences; `about` is the ticket that stands in the
    way, if it is one that whoever asked holds."""

    about: TicketId = NO_TICKET

    def __init__(self, code: No, **values: object) -> None:
        zh, en = SENTENCES[code]
        self.code = code
        self.zh = zh.format(**values)
        self.en = en.format(**values)
        super().__init__(self.en)


class HasNumber(Refusal):
    """Whoever asks for a number waits in this queue already, with this ticket."""

    def __init__(self, ticket: TicketId, number: str) -> None:
        super().__init__(No.HAS_NUMBER, number=number)
        self.about = ticket


class CodeUsed(Refusal):
    """A number was given for this appointment; with its ticket, where it is still `held`."""

    def __init__(self, ticket: TicketId, number: str, *, held: bool) -> None:
        super().__init__(No.CODE_USED, number=number)
        self.about = ticket if held else NO_TICKET
