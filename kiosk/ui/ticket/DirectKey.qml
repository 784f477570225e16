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

    FitLabel {
        anchors.top: parent.top
        anchors.bottom: waiting.top
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: key.label
        color: key.ink
        font.pixelSize: Theme.button
        font.bold: true
    }

    FitLabel {
        id: waiting

        anchors.bottom: parent.bottom
        width: parent.width
        height: text === "" ? 0 : parent.height * 0.4
        horizontalAlignment: Text.AlignHCenter
        text: key.people
        color: key.softInk
        font.pixelSize: Theme.body
    }
}
