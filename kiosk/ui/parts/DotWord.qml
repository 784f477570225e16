import QtQuick
import kiosk.ui

// The state of a thing: a dot whose sign changes with its colour, and the word for it.
Row {
    id: dotWord

    property string tone: "quiet"  // ok, warn, stop, quiet
    property string label
    property int size: Theme.body

    spacing: Theme.quarter

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(dotWord.size * 1.1)
        height: width
        radius: width / 2
        color: Theme.tone(dotWord.tone)

        Icon {
            anchors.centerIn: parent
            size: Math.round(parent.width * 0.75)
            color: Theme.statusInk
            name: dotWord.tone === "ok" ? "tick" : dotWord.tone === "warn" ? "pause"
                : dotWord.tone === "stop" ? "cross" : "minus"
        }
    }

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: dotWord.label
        font.pixelSize: dotWord.size
    }
}
