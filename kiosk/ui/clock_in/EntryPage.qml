import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Staff number and PIN, on keys that a thumb meets: beside the fields, or below them.
ClockInPage {
    id: entry

    readonly property int gap: Theme.apart
    readonly property real half: high ? width : Math.round((width - 2 * gap) * 0.52)

    fills: true

    Column {
        id: fields

        width: entry.half
        spacing: entry.high ? Theme.half : Theme.apart

        EntryBox {
            objectName: "number"
            width: parent.width
            words: Words.table["clock-in.staff-number"]
            text: entry.page.number
            chosen: !entry.page.at_code
            onTriggered: entry.pressed("number")
        }

        EntryBox {
            objectName: "code"
            width: parent.width
            words: Words.table["clock-in.code"]
            visible: entry.page.asks_code
            text: "●".repeat(entry.page.dots)
            chosen: entry.page.at_code
            onTriggered: entry.pressed("code")
        }

        BothKey {
            objectName: "list"
            width: parent.width
            visible: entry.page.lists
            words: Words.table["enrol.list"]
            icon: "people"
            onTriggered: entry.pressed("list")
        }
    }

    Item {
        id: said

        anchors.top: fields.bottom
        anchors.topMargin: Theme.half
        width: entry.half
        height: (entry.high ? pad.y : keys.y) - y - Theme.half

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            visible: entry.page.sentence.zh !== ""
            name: "warning"
            color: Theme.warn
            size: Theme.smallSign
        }

        BothLines {
            id: lines

            objectName: "sentence"
            anchors.left: sign.right
            anchors.leftMargin: Theme.half
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            words: sign.visible ? entry.page.sentence : entry.page.heading
            size: Theme.body
            ink: sign.visible ? Theme.warn : Theme.ink
        }
    }

    Row {
        id: keys

        y: entry.height - height
        width: entry.half
        spacing: Theme.apart

        BothKey {
            objectName: "back"
            width: Math.round((parent.width - Theme.apart) * 0.42)
            words: Words.table["back"]
            icon: "back"
            enabled: !entry.page.busy
            onTriggered: entry.pressed("back")
        }

        BothKey {
            objectName: "enter"
            width: parent.width - Theme.apart - Math.round((parent.width - Theme.apart) * 0.42)
            words: entry.page.busy ? Words.table["clock-in.keeping"] : entry.page.enter
            icon: entry.page.ready ? "tick" : "arrow-right"
            strong: true
            busy: entry.page.busy
            enabled: !entry.page.busy
                     && entry.page.number !== "" && (!entry.page.at_code || entry.page.dots > 0)
            onTriggered: entry.pressed("enter")
        }
    }

    Grid {
        id: pad

        readonly property real room: entry.high ? entry.width : entry.width - entry.half - 2 * entry.gap
        readonly property real tall: entry.high ? Theme.clockInPadKey
                                                : (entry.height - 3 * spacing) / 4

        x: entry.high ? 0 : entry.half + 2 * entry.gap
        y: entry.high ? keys.y - height - Theme.unit : 0
        columns: 3
        spacing: Theme.apart

        Repeater {
            model: "123456789".split("").concat(["erase", "0", "clear"])

            PadKey {
                required property string modelData
                readonly property bool digit: modelData.length === 1

                objectName: digit ? "digit-" + modelData : modelData
                width: (pad.room - 2 * pad.spacing) / 3
                height: pad.tall
                label: digit ? modelData : ""
                icon: modelData === "erase" ? "delete" : modelData === "clear" ? "cross" : ""
                say: digit ? modelData : Words.say(modelData === "erase" ? "clock-in.erase"
                                                                         : "clock-in.clear")
                enabled: !entry.page.busy
                onTriggered: digit ? entry.typed(modelData) : entry.pressed(modelData)
            }
        }
    }
}
