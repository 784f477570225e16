"""Words of the search page of a ticket kiosk, and of its field on other pages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "ticket.search": ("搜索事项", "Search"),
    "ticket.search.hint": ("输入拼音，例如 sfz", "Type a word of it"),
    "ticket.search.none": (
        "没有找到。换个说法试试，或请问{desk}",
        "Nothing found. Try another word, or ask at {desk}",
    ),
    "ticket.search.none.words": (
        "没有找到。可在下面选词，或请问{desk}",
        "Nothing found. Choose a word below, or ask at {desk}",
    ),
    "ticket.search.also": ("也叫“{word}” · {department}", "Also “{word}” · {department}"),
    "ticket.search.digits": ("数字", "123"),
    "ticket.search.letters": ("拼音", "ABC"),
    "ticket.search.further": ("更多", "More"),
    "ticket.search.wait": ("正在准备搜索，请稍候", "The search is being prepared"),
    "ticket.search.example": ("例如 yyzz 可以找到“营业执照”", "For example yyzz finds 营业执照"),
}
