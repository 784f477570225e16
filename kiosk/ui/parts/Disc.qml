import QtQuick
import kiosk.ui

// A sign on a round ground.
Rectangle {
    id: disc

    property string icon
    property color ink: Theme.primary
    property real share: 0.56  // of the disc that the sign takes

    height: width
    radius: width / 2

    Icon {
        anchors.centerIn: parent
        name: disc.icon
        color: disc.ink
        size: parent.width * disc.share
    }
}
