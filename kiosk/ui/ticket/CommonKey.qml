import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A common matter in people's own words, and below it the queue it leads to.
Card {
    id: key

    property string label
    property string queue
    readonly property real needed: words.height + 2 * padding

    say: queue === "" ? label : label + ", " + queue
    padding: Theme.half

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: key.label
            color: key.ink
            font.pixelSize: Theme.rowName
            heavy: true
        }

        Label {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: key.queue
            color: key.softInk
        }
    }
}
