"""hall.toml of the smallest hall, for tests that add their devices to it."""

from __future__ import annotations

# Everybody and everything in it is invented.
_TEXT = """
[hall]
id = "small"
name = "小厅"
name_en = "Small hall"
[hours]
weekdays = [1]
sessions = [["09:00", "17:00"]]
[catalogue]
file = "items.csv"
[calling]
require_on_duty = false
[[zones]]
id = "a"
name = "一区"
name_en = "A"
[[departments]]
id = "tax"
name = "税务"
name_en = "Tax"
[[queues]]
id = "tax"
prefix = "A"
name = "税务"
name_en = "Tax"
department = "tax"
[[windows]]
number = {window}
zone = "a"
name = "税务"
name_en = "Tax"
queues = ["tax"]
[[staff]]
id = "1001"
name = "赵示例"
role = "clerk"
department = "tax"
slot = 4
"""


def hall_text(window: int) -> str:
    """One department, one queue, one clerk, and the window of this number; no device."""
    return _TEXT.format(window=window)
