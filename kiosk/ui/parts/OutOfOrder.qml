import QtQuick
import kiosk.ui

// Covers everything when the program itself failed: what, and where to go.
Rectangle {
    id: cover

    property string detail
    property int titleSize: Theme.title
    property int bodySize: Theme.body

    color: Theme.veil

    // Nothing below can be pressed, however many fingers come.
    MouseArea { anchors.fill: parent }
    MultiPointTouchArea { anchors.fill: parent }

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.unit
        spacing: Theme.unit

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "warning"
            color: Theme.stop
            size: Math.round(cover.titleSize * 2.5)
        }

        CentredLabel {
            text: Words.say("out-of-order")
            font.pixelSize: cover.titleSize
            heavy: true
        }

        CentredLabel {
            text: cover.detail
            color: Theme.muted
            font.pixelSize: cover.bodySize
        }
    }
}
