import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A queue that gives its number at a touch: how many wait, and how long.
Card {
    id: key

    property string label
    property string people
    property string wait

    say: [label, people, wait].filter(each => each !== "").join(", ")
    padding: Theme.half

    Label {
        id: heading

        width: parent.width
        text: key.label
        color: key.ink
        font.pixelSize: Theme.rowName
        heavy: true
    }

    Column {
        anchors.bottom: parent.bottom
        width: parent.width

        Label {
            width: parent.width
            visible: text !== ""
            text: key.people
            color: key.softInk
        }

        Label {
            width: parent.width
            visible: text !== ""
            text: key.wait
            color: key.closed ? key.ink : key.softInk
        }
    }
}
