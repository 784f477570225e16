import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 预约取号: six digits, and the number that was booked.
KioskPage {
    id: entry

    readonly property real half: (width - gap) / 2
    readonly property real room: foot.y - (flat ? 0 : head.height + gap)  // for the digits

    Column {
        id: head

        width: entry.flat ? entry.half : parent.width
        spacing: entry.gap

        Label {
            width: parent.width
            text: Words.say("code.title")
            font.pixelSize: Theme.title
            heavy: true
        }

        TypedField {
            width: parent.width
            icon: "clock"
            text: entry.page.text
            hint: Words.say("code.hint")
        }

        Label {
            objectName: "where"
            width: parent.width
            text: Words.say("code.where")
            color: Theme.muted
            font.pixelSize: Theme.button
        }
    }

    DigitPad {
        anchors.right: parent.right
        anchors.bottom: foot.top
        anchors.bottomMargin: entry.gap
        width: entry.flat ? entry.half : parent.width
        keyHeight: Math.max(Theme.target, Math.min(2 * Theme.target, entry.room / 4 - spacing))
        onTouched: name => entry.touched(name)
    }

    BottomRow {
        id: foot

        name: "enter"
        label: Words.say("code.take")
        ready: entry.page.whole
        onTriggered: entry.touched("enter")
    }
}
