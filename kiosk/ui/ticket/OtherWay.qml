import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A way on that fewer take.
Card {
    id: way

    property string icon
    property string label
    readonly property real needed: words.implicitHeight + 2 * padding

    say: label
    padding: Theme.half

    Icon {
        id: sign

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        name: way.icon
        color: way.closed ? way.ink : Theme.primary
        size: Theme.sign
    }

    Label {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.half
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: way.label
        color: way.ink
        font.pixelSize: Theme.button
        heavy: true
    }
}
