import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How this kiosk is, for staff, and what they can do here.
KioskPage {
    id: corner

    Card {
        pressable: false
        width: corner.flat ? (parent.width - corner.gap) * 0.6 : parent.width
        height: corner.flat ? parent.height : keys.y - corner.gap

        Column {
            id: lines

            anchors.fill: parent
            anchors.margins: Theme.unit
            spacing: Theme.half

            Repeater {
                model: corner.page.lines

                Item {
                    id: line

                    required property var modelData

                    width: lines.width
                    height: Math.max(what.implicitHeight, how.implicitHeight)

                    Label {
                        id: what

                        width: parent.width * 0.36
                        text: Words.of(line.modelData.what)
                        color: Theme.muted
                    }

                    Label {
                        id: how

                        x: what.width + Theme.half
                        width: parent.width - x
                        text: Words.of(line.modelData.how)
                        color: line.modelData.tone === "quiet" ? Theme.ink : Theme.tone(line.modelData.tone)
                        heavy: line.modelData.tone === "warn"
                    }
                }
            }

            Label {
                objectName: "tried"
                width: parent.width
                visible: text !== ""
                text: Words.of(corner.page.tried)
                color: Theme.tone(corner.page.tried_tone)
                heavy: true
            }
        }
    }

    Grid {
        id: keys

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        width: corner.flat ? (parent.width - corner.gap) * 0.4 : parent.width
        columns: corner.flat ? 1 : 2
        spacing: corner.gap

        readonly property real each: (width - (columns - 1) * spacing) / columns

        QuietButton {
            objectName: "try"
            width: keys.each
            height: Theme.target
            icon: "printer"
            label: Words.say("corner.try")
            enabled: corner.page.open
            onTriggered: corner.touched("try")
        }

        QuietButton {
            objectName: "restart"
            width: keys.each
            height: Theme.target
            icon: "repeat"
            label: Words.say("corner.restart")
            onTriggered: corner.touched("restart")
        }

        QuietButton {
            objectName: "desktop"
            width: keys.each
            height: Theme.target
            icon: "signed-out"
            label: Words.say("corner.desktop")
            onTriggered: corner.touched("desktop")
        }

        PrimaryButton {
            objectName: "done"
            width: keys.each
            height: Theme.target
            icon: "tick"
            label: Words.say("corner.done")
            onTriggered: corner.touched("done")
        }
    }
}
