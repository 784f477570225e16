import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One fact of an item; what the catalogue does not know is said plainly, in a quieter ink.
Card {
    id: fact

    property string icon
    property string label
    property string value
    property bool known: true

    pressable: false
    padding: Theme.unit

    Icon {
        id: sign

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        name: fact.icon
        color: fact.known ? Theme.primary : Theme.muted
        size: Theme.middleSign
    }

    FitLabel {
        id: heading

        anchors.left: sign.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        anchors.bottom: parent.verticalCenter
        height: parent.height / 2 - Theme.half
        verticalAlignment: Text.AlignBottom
        text: fact.label
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    FitLabel {
        anchors.left: heading.left
        anchors.right: parent.right
        anchors.top: parent.verticalCenter
        anchors.topMargin: Theme.quarter
        anchors.bottom: parent.bottom
        verticalAlignment: Text.AlignTop
        text: fact.value
        color: fact.known ? Theme.ink : Theme.muted
        font.pixelSize: Theme.lead
        font.bold: fact.known
    }
}
