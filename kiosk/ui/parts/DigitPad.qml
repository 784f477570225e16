import QtQuick
import kiosk.ui

// Ten digits as on a telephone, clear and delete: keys as large as the place lets them be.
Grid {
    id: pad

    property real keyWidth: (width - 2 * spacing) / 3
    property real keyHeight: Theme.target

    signal touched(string name)

    columns: 3
    spacing: Theme.apart

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"]

        PadKey {
            required property string modelData
            readonly property bool digit: modelData.length === 1

            objectName: digit ? "key-" + modelData : modelData
            width: pad.keyWidth
            height: pad.keyHeight
            label: digit ? modelData : modelData === "clear" ? Words.say("ticket.clear") : ""
            icon: modelData === "erase" ? "delete" : ""
            say: modelData === "erase" ? Words.say("ticket.erase") : label
            onTriggered: pad.touched(objectName)
        }
    }
}
