"""Words of the opinion box at a ticket kiosk."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "opinion": ("意见箱", "Opinion box"),
    "opinion.invite": ("表扬、建议、投诉、求助", "Praise, ideas, complaints"),
    "opinion.kind": ("您想", "What is it?"),
    "opinion.choice.praise": ("表扬", "Praise"),
    "opinion.choice.suggestion": ("建议", "Suggestion"),
    "opinion.choice.complaint": ("投诉", "Complaint"),
    "opinion.choice.help": ("求助", "I need help"),
    "opinion.about": ("关于", "What is it about?"),
    "opinion.choice.window": ("窗口服务", "A window"),
    "opinion.choice.waiting": ("排队等候", "Waiting"),
    "opinion.choice.facility": ("设施环境", "The building"),
    "opinion.choice.other": ("其他", "Other"),
    "opinion.which": ("哪个窗口？", "Which window?"),
    "opinion.no-window": ("不针对某个窗口", "None of these"),
    "opinion.give": ("提交", "Hand in"),
    "opinion.write": ("写几句（可不写）", "Write more (optional)"),
    "opinion.wrote": ("已写 {count} 字，改一改", "{count} written. Change it"),
    "opinion.write.note": (
        "大厅工作人员会看，处理完就删除。不用写姓名",
        "Hall staff may read it; it is deleted once settled. No name needed",
    ),
    "opinion.write.hint": ("用拼音写，也可以不写", "Write here, or leave it empty"),
    "opinion.write.count": ("{count} / {most} 字", "{count} of {most}"),
    "opinion.write.space": ("空格", "space"),
    "opinion.write.done": ("写好了", "Done"),
    "opinion.thanks": ("谢谢，我们收到了", "Thank you. We have it"),
    "opinion.then": ("凭这个编号到{desk}问结果", "Ask at {desk} what came of it, by this number"),
    "opinion.words-lost": (
        "您写的文字没能保存，请到{desk}当面说",
        "What you wrote could not be kept. Please say it at {desk}",
    ),
    "opinion.not-taken.disk": (
        "意见没有收下，本机现在存不了",
        "Not taken in: this kiosk cannot keep it just now",
    ),
    "opinion.not-taken.often": (
        "刚才收到的意见较多，请过几分钟再提",
        "Many were handed in just now. Please try again in a few minutes",
    ),
}
