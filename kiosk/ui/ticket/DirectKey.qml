import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A queue as a key: straight to its number.
Card {
    id: key

    property string label
    property string people

    say: label
    padding: Theme.half

    readonly property real needed: words.height + 2 * padding

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width

        CentredLabel {
            text: key.label
            color: key.ink
            font.pixelSize: Theme.button
            heavy: true
        }

        CentredLabel {
            visible: text !== ""
            text: key.people
            color: key.softInk
        }
    }
}
