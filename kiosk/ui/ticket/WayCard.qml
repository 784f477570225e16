import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One of the three ways on from home.
Card {
    id: way

    property string icon
    property string label
    property string sub

    say: label

    Disc {
        id: disc

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(parent.height, Theme.disc)
        color: Theme.tint
        icon: way.icon
    }

    Column {
        anchors.left: disc.right
        anchors.leftMargin: 2 * Theme.unit
        anchors.right: arrow.left
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.quarter

        FitLabel {
            width: parent.width
            height: Math.min(implicitHeight, way.height * 0.45)
            text: way.label
            color: way.ink
            font.pixelSize: Theme.hero
            font.bold: true
        }

        FitLabel {
            width: parent.width
            height: Math.min(implicitHeight, way.height * 0.42)
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
        color: Theme.primary
        size: Theme.sign
    }
}
