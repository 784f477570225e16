"""Words of more than one screen."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "people": ("人", "waiting"),
    "window": ("窗口", "Window"),
    "server-away": ("与服务器的连接中断，正在重新连接", "The server is away. Reconnecting"),
    "unanswered": ("服务器没有回应，请再按一次", "The server did not answer. Please press again"),
    "pin.wrong": ("工号或密码不对", "Staff number or PIN is wrong"),
    "pin.locked": (
        "输错次数过多，请 {seconds} 秒后再试",
        "Too many tries. Please wait {seconds} s",
    ),
    "pin.role": (
        "工号 {number} 不能使用本机，请值班长登录",
        "Staff number {number} may not work here. Please ask the duty leader",
    ),
    "out-of-order": ("本机暂停服务", "Out of order"),
    "out-of-order.where": (
        "请到导办台，工作人员会帮助您",
        "Please go to the guide desk. Our staff will help you",
    ),
    "group.elderly": ("60 岁以上", "Aged 60+"),
    "group.disabled": ("残障人士", "Disabled"),
    "group.pregnant": ("孕妇", "Pregnant"),
    "group.infant": ("携带婴儿", "With an infant"),
    "group.serviceman": ("现役军人", "Serviceman"),
    "group.green": ("绿色通道", "Green channel"),
    "group.appointment": ("预约", "Appointment"),
    "back": ("返回", "Back"),
    "home": ("首页", "Home"),
    "elder-mode": ("长辈版", "Large text"),
    "language": ("English", "中文"),
    "read-aloud": ("朗读", "Read aloud"),
    "low-mode": ("低位", "Lower"),
}
