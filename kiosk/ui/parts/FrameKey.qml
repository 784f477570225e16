import QtQuick
import kiosk.ui

// A key of a page's bottom bar: icon over word, marked while its mode is on.
Pressable {
    id: key

    property string label
    property string icon
    property bool chosen: false
    property int size: Theme.body
    readonly property color ink: !enabled ? Theme.offInk : down ? Theme.touchedInk
                              : chosen ? Theme.primary : Theme.ink

    say: label
    implicitHeight: Theme.target

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.down ? Theme.touched : key.chosen ? Theme.tint : "transparent"
        border.width: key.chosen ? 2 * Theme.hairline : 0
        border.color: Theme.primary
    }

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.quarter

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: key.icon
            color: key.ink
            size: Math.round(key.size * 1.4)
        }

        CentredLabel {
            visible: text !== ""
            text: key.label
            color: key.ink
            font.pixelSize: key.size
        }
    }
}
