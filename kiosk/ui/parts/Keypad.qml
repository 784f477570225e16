import QtQuick
import kiosk.ui

// Letters, digits, delete and clear: ten keys across, none smaller than a fingertip. Where digits
// share their place with something else, a key named `other` changes them.
Column {
    id: pad

    property bool digits: true
    property string other
    readonly property real keyWidth: (width - 9 * spacing) / 10

    signal touched(string name)

    spacing: Theme.apart

    Repeater {
        model: pad.digits ? ["1234567890", "QWERTYUIOP"] : ["QWERTYUIOP"]

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
            objectName: "digits"
            visible: pad.other !== ""
            width: 1.5 * pad.keyWidth + pad.spacing / 2
            height: Theme.target
            label: pad.other
            onTriggered: pad.touched(objectName)
        }

        PadKey {
            objectName: "clear"
            width: pad.other === "" ? 3 * pad.keyWidth + 2 * pad.spacing
                                    : 1.5 * pad.keyWidth + pad.spacing / 2
            height: Theme.target
            label: Words.say("ticket.clear")
            onTriggered: pad.touched("clear")
        }
    }
}
