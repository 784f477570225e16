"""Why there is no second slip (补打) of a number that somebody holds."""

from __future__ import annotations

WORDS = {
    "no-slip.lost": ("小票没打出，请记住号码", "No slip: please note your number"),
    "no-slip.busy": (
        "正在打印另一张小票，请记住号码",
        "Another slip is being printed: please note your number",
    ),
    "no-slip.often": (
        "这个号已补打多次，请记住号码",
        "Printed several times: please note your number",
    ),
    "no-slip.saved": (
        "小票纸要留给取新号的人，请记住号码",
        "The paper is kept for new numbers: please note yours",
    ),
}
