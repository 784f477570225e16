"""Words of a case's progress at the ticket kiosk."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "cases": ("查办件进度", "My application"),
    "cases.type": ("办件编号", "Its number"),
    "cases.example": ("例如 {example}，短横不用输", "For example {example}, without the dashes"),
    "cases.where": (
        "编号在受理通知书上。要输入完整的编号才能查",
        "It stands on your receipt. Only the whole number is answered",
    ),
    "cases.ask": ("查询", "Look up"),
    "cases.wait": ("办件进度暂时查不到", "Applications cannot be looked up just now"),
    "cases.none": ("没有查到这个编号", "Nothing is known by this number"),
    "cases.none.why": (
        "请对照通知书再输一次；刚受理的，明天再查",
        "Please compare it with your receipt. What was handed in today may be known tomorrow",
    ),
    "cases.again": ("重新输入", "Type it again"),
    "cases.too-many": (
        "查得有点快，请过一分钟再查",
        "That was often. Please try again in a minute",
    ),
    "cases.applicant": ("申请人 {name}", "Applicant {name}"),
    "cases.number": ("编号 {number}", "No. {number}"),
    "cases.of": ("数据时间 {when}", "As of {when}"),
    "cases.state.accepted": ("已受理", "Accepted"),
    "cases.state.under-way": ("办理中", "In progress"),
    "cases.state.supplement": ("请补材料", "Something is still needed"),
    "cases.state.done": ("已办结", "Finished"),
    "cases.state.refused": ("没有批准", "Not approved"),
    "cases.state.ended": ("已终止", "Ended"),
    "cases.said": ("{state}：{said}", "{state}: {said}"),
    "cases.late": ("已过承诺日期，请打电话问一问", "It is past its promised day. Please telephone"),
    "cases.step.accepted": ("受理", "Accepted"),
    "cases.step.review": ("审查办理", "Review"),
    "cases.step.done": ("办结", "Finished"),
    "cases.past": ("已过", "Done"),
    "cases.now": ("现在到这一步", "Now here"),
    "cases.due": ("承诺 {day}前办结", "Promised by {day}"),
    "cases.phone": ("咨询电话 {telephone}", "Questions: {telephone}"),
}
