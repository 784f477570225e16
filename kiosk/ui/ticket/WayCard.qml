import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One of the large ways on from home.
Card {
    id: way

    property string icon
    property string label
    property string sub
    property int size: Theme.hero

    say: label

    Disc {
        id: disc

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(parent.height, Theme.disc, way.width * 0.22)
        color: way.closed ? Theme.off : Theme.tint
        ink: way.closed && !way.down ? way.ink : Theme.primary
        icon: way.icon
    }

    Column {
        anchors.left: disc.right
        anchors.leftMargin: 2 * Theme.unit
        anchors.right: arrow.left
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.quarter

        Label {
            width: parent.width
            text: way.label
            color: way.ink
            font.pixelSize: way.size
            heavy: true
        }

        Label {
            width: parent.width
            visible: text !== ""
            text: way.sub
            color: way.softInk
            font.pixelSize: Theme.button
        }
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: "forward"
        color: way.closed ? way.ink : Theme.primary
        size: Theme.sign
    }
}
