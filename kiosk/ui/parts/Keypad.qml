import QtQuick
import kiosk.ui

// Letters, digits, delete and clear: ten keys across, none smaller than a fingertip.
Column {
    id: pad

    readonly property real keyWidth: (width - 9 * spacing) / 10

    signal touched(string name)

    spacing: Theme.apart

    Repeater {
        model: ["1234567890", "QWERTYUIOP"]

        Row {
            id: line

            required property string modelData

            spacing: pad.spacing

            Repeater {
                model: line.modelData.split("")

                PadKey {
                    required property string modelData

                    objectName: "key-" + modelData
                    width: pad.keyWidth
                    height: Theme.target
                    label: modelData
                    onTriggered: pad.touched(objectName)
                }
            }
        }
    }

    Row {
        spacing: pad.spacing

        Repeater {
            model: "ASDFGHJKL".split("")

            PadKey {
                required property string modelData

                objectName: "key-" + modelData
                width: pad.keyWidth
                height: Theme.target
                label: modelData
                onTriggered: pad.touched(objectName)
            }
        }

        PadKey {
            objectName: "erase"
            width: pad.keyWidth
            height: Theme.target
            icon: "delete"
            say: Words.say("ticket.erase")
            onTriggered: pad.touched("erase")
        }
    }

    Row {
        spacing: pad.spacing

        Repeater {
            model: "ZXCVBNM".split("")

            PadKey {
                required property string modelData

                objectName: "key-" + modelData
                width: pad.keyWidth
                height: Theme.target
                label: modelData
                onTriggered: pad.touched(objectName)
            }
        }

        PadKey {
            objectName: "clear"
            width: 3 * pad.keyWidth + 2 * pad.spacing
            height: Theme.target
            label: Words.say("ticket.clear")
            onTriggered: pad.touched("clear")
        }
    }
}
