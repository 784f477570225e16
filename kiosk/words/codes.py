"""What the kiosk says of the code of an appointment (预约码)."""

from __future__ import annotations

WORDS = {
    "code.way": ("预约取号", "My appointment"),
    "code.title": ("请输入预约码", "Type your appointment code"),
    "code.hint": ("六位数字", "Six digits"),
    "code.where": (
        "预约码在预约短信或预约记录里",
        "The code is in your message or in your booking",
    ),
    "code.take": ("取号", "Take my number"),
    "code.none": ("用这个预约码没有取到号", "No number for this code"),
    "code.away": ("现在不能用预约码取号", "Codes cannot be used just now"),
    "code.away.why": (
        "大厅的排队系统没有回应，请取普通号，或稍候再试",
        "The hall's queue does not answer. Take an ordinary number, or try again later",
    ),
    "code.often": ("试的次数太多了", "Too many codes were tried here"),
    "code.often.why": ("请过一分钟再试", "Please try again in a minute"),
    "code.again": ("重新输入", "Type it again"),
    "code.ordinary": ("取普通号", "Take a number"),
}
