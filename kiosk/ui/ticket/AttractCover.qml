import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Pictures over the home page while nobody is there, one decoded at a time. Any touch wakes the
// kiosk, and does nothing else.
Rectangle {
    id: cover

    objectName: "attract"

    property url picture

    signal touched(string name)

    color: Theme.paper

    Image {
        objectName: "attract-picture"
        anchors.top: parent.top
        anchors.bottom: hint.top
        width: parent.width
        source: cover.picture
        sourceSize.width: cover.width  // decoded no wider than the glass
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        cache: false
    }

    Rectangle {
        id: hint

        anchors.bottom: parent.bottom
        width: parent.width
        height: words.implicitHeight + 2 * Theme.unit
        color: Theme.surface

        Column {
            id: words

            anchors.centerIn: parent
            width: parent.width - 2 * Theme.unit

            CentredLabel {
                text: Words.say("attract.touch")
                font.pixelSize: Theme.title
                heavy: true
            }

            CentredLabel {
                text: Words.table["attract.touch"].en
                color: Theme.muted
                font.pixelSize: Theme.lead
            }
        }
    }

    MouseArea {
        anchors.fill: parent
        onClicked: cover.touched("wake")
    }
}
