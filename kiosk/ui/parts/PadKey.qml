import QtQuick
import kiosk.ui

// A key of the kiosk's own keypad.
Pressable {
    id: key

    property string label
    property string icon
    property int size: Theme.letter

    say: label

    Shadow {}

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.down ? Theme.touched : Theme.surface
        border.width: Theme.hairline
        border.color: Theme.edge
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.quarter

        Loader {
            anchors.verticalCenter: parent.verticalCenter
            visible: active
            active: key.icon !== ""

            sourceComponent: Icon {
                name: key.icon
                color: key.down ? Theme.touchedInk : Theme.ink
                size: Theme.sign
            }
        }

        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: key.label
            color: key.down ? Theme.touchedInk : Theme.ink
            font.pixelSize: key.size
        }
    }
}
