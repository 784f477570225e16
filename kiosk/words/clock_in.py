"""Words of the clock-in screen. It shows both languages at once: nobody has to choose one."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # a finger is waited for
    "clock-in.press": ("请按指纹", "Place your finger"),
    "clock-in.press.sub": ("看到结果再拿开", "Keep it there until this screen answers"),
    "clock-in.unseen": ("正在连接指纹机", "Looking for the reader"),
    "clock-in.away": ("指纹机暂不能用", "The reader is away"),
    "clock-in.use-pin": ("请用工号和密码打卡", "Please use staff number and PIN"),
    "clock-in.offline": (
        "网络中断，打卡先存在本机，恢复后自动上传",
        "No network. Punches are kept here and sent later",
    ),
    "clock-in.offline.head": ("网络中断，请稍候", "No network; please wait"),
    "clock-in.offline.sub": ("本屏现在看不到指纹机", "This screen cannot see the reader now"),
    # a finger came to nothing
    "clock-in.unknown": ("未识别", "Not recognised"),
    "clock-in.unknown.sub": (
        "换一只手指，或用工号和密码",
        "Try the other finger, or staff number and PIN",
    ),
    "clock-in.number-first": ("请先输入工号", "Your staff number first"),
    "clock-in.number-first.sub": ("然后再按指纹", "Then your finger"),
    "clock-in.type-number": ("输入工号", "Type staff number"),
    "clock-in.finger-or-code": ("请按指纹，或输入密码", "Place your finger, or type your PIN"),
    "clock-in.mismatch": ("指纹与工号不符", "Not this number's finger"),
    "clock-in.mismatch.sub": ("请再按一次，或换一个手指", "Once more, or another finger"),
    "clock-in.given-up": ("请改用密码", "Please use your PIN"),
    "clock-in.given-up.sub": (
        "多次不符，一分钟后才能再按指纹",
        "Too many tries; fingers count again in a minute",
    ),
    "clock-in.no-finger": ("这里没有登记指纹", "No finger is enrolled here"),
    "clock-in.no-finger.sub": ("请核对工号，或输入密码", "Check the number, or type your PIN"),
    "clock-in.unclear": ("没有看清", "Could not be read"),
    "clock-in.unclear.sub": (
        "手指太干或太湿：擦一擦再按",
        "Finger too dry or too wet. Wipe it and try again",
    ),
    # a punch
    "clock-in.fresh": ("{meaning} {clock}", "{meaning} {clock}"),
    "clock-in.again": ("已打卡 {clock}", "Already recorded {clock}"),
    "clock-in.again.some-time": ("已打过卡", "Already recorded"),
    "clock-in.number": ("工号 {number}", "Staff number {number}"),
    "clock-in.punch": ("打卡成功", "Recorded"),
    "clock-in.turn.in": ("上班", "in"),
    "clock-in.turn.out": ("下班", "out"),
    "clock-in.apart.in": ("晚于 {clock}", "After {clock}"),
    "clock-in.apart.out": ("早于 {clock}", "Before {clock}"),
    "clock-in.of-session": ("{session}{turn}", "{session} {turn}"),
    "clock-in.part.morning": ("上午", "Morning"),
    "clock-in.part.afternoon": ("下午", "Afternoon"),
    "clock-in.part.evening": ("晚上", "Evening"),
    "clock-in.session": ("第 {number} 班", "Shift {number}"),
    "clock-in.by-pin": ("密码打卡", "By PIN"),
    "clock-in.by-pin.offline": ("密码打卡，已存在本机", "By PIN, kept here"),
    "clock-in.kept-apart": ("已保存，等值班长确认", "Kept; it waits for the duty leader"),
    "clock-in.kept-apart.sub": ("确认后才计入考勤", "It counts once confirmed"),
    "clock-in.not-kept": ("没有记下", "Not recorded"),
    "clock-in.leader": ("请找值班长登记", "Please see the duty leader"),
    "clock-in.refused": ("打卡未被接受", "The punch was refused"),
    "clock-in.refused.sub": ("{reason}请找值班长", "{reason} Please see the duty leader"),
    # staff number and PIN
    "clock-in.pin": ("工号密码打卡", "Staff number and PIN"),
    "clock-in.staff-number": ("工号", "Staff number"),
    "clock-in.code": ("密码", "PIN"),
    "clock-in.pin.away": (
        "现在核对不了密码，请按指纹，或稍后再试",
        "No PIN can be checked now; place your finger, or try again later",
    ),
    "clock-in.next": ("下一步", "Next"),
    "clock-in.enter": ("打卡", "Clock in"),
    "clock-in.keeping": ("正在保存", "Saving"),
    "clock-in.erase": ("删除一位", "Delete one"),
    "clock-in.clear": ("清除", "Clear"),
    # clocks
    "clock-in.clock.here": (
        "本机时钟不对，请找值班长登记",
        "The clock of this screen is wrong. Please see the duty leader",
    ),
    "clock-in.clock.ledger": (
        "大厅时钟可能不对，请告诉值班长",
        "The hall's clock may be wrong. Please tell the duty leader",
    ),
    "clock-in.trouble": (
        "本屏出现故障，请找值班长登记",
        "Out of order. Please see the duty leader",
    ),
    "clock-in.alarm.refused": (
        "打卡屏 {name}：有打卡未被台账接受，请值班长核对",
        "Clock-in screen {name}: the ledger refused a punch. The duty leader should look into it",
    ),
}
