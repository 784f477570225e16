import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A finger on the glass of a reader; the sign at its corner says what is wrong.
Item {
    id: picture

    property string badge
    property string tone: "primary"

    width: height

    Rectangle {
        anchors.fill: parent
        radius: width / 8
        color: Theme.surface
        border.width: Math.max(2, Math.round(width / 60))
        border.color: Theme.tone(picture.tone)
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: parent.width / 10
        radius: width / 8
        color: Theme.toneTint(picture.tone)
    }

    Icon {
        anchors.centerIn: parent
        name: "finger"
        color: Theme.tone(picture.tone)
        size: Math.round(parent.width * 0.66)
    }

    Disc {
        objectName: "badge"
        visible: picture.badge !== ""
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: -parent.width / 12
        width: parent.width * 0.4
        color: Theme.tone(picture.tone)
        icon: picture.badge
        ink: Theme.statusInk
    }
}
