import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A priority group: chosen by a touch, taken back by another.
Card {
    id: key

    property string label
    property string icon

    say: label
    padding: Theme.half

    Icon {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        name: key.chosen ? "tick" : key.icon
        color: Theme.primary
        size: Theme.sign
    }

    Label {
        anchors.left: sign.right
        anchors.leftMargin: Theme.half
        anchors.right: parent.right
        height: parent.height
        text: key.label
        color: key.ink
        font.pixelSize: Theme.button
        heavy: key.chosen
    }
}
