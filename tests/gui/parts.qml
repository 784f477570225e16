import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Every part of the kiosk once, for tests of size and fit.
Screen {
    width: 1080
    height: 1920
    visible: true

    PageFrame {
        id: frame

        property string last
        property bool homeward: false

        objectName: "frame"
        anchors.fill: parent
        hall: Words.language === "zh" ? "示例县政务服务大厅" : "Example County Service Hall"
        date: Words.language === "zh" ? "2026年11月23日 星期一" : "Monday, 23 November 2026"
        time: "09:40"
        keys: [
            { name: "back", icon: "back", label: Words.say("back") },
            { name: "home", icon: "home", label: Words.say("home"), enabled: homeward },
            { name: "elder", icon: "elder", label: Words.say("elder-mode"), chosen: true },
            { name: "language", icon: "globe", label: Words.say("language") },
            { name: "read", icon: "sound", label: Words.say("low-mode") },
            { name: "low", icon: "low", label: Words.say("low-mode") }
        ]
        onPressed: name => last = name

        Column {
            width: parent.width
            spacing: Theme.apart

            PrimaryButton { objectName: "primary"; label: Words.say("panel.next"); icon: "ticket" }
            PrimaryButton { label: "-"; busy: true; busyLabel: Words.say("panel.busy.next"); enabled: false }
            QuietButton { objectName: "quiet"; label: Words.say("back"); icon: "back" }
            QuietButton { objectName: "upright"; upright: true; label: Words.say("back"); icon: "back" }
            Card {
                objectName: "card"
                width: parent.width

                Label { width: parent.width; text: Words.say("out-of-order.where") }
            }
            CountBar { width: parent.width; label: Words.say("board.window"); count: 7; most: 9; unit: Words.say("ticket.before.people") }
            Badge { label: Words.say("group.elderly"); icon: "star"; tone: "warn" }
            DotWord { tone: "ok"; label: Words.say("device.ready") }
            Sentence { width: parent.width; text: Words.say("server-away") }
            Field { width: parent.width; label: Words.say("panel.staff-number") }
        }
    }
}
