import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The wait as a stretch of time, not as a point: from `low` to `high` of the whole bar.
Item {
    id: bar

    property real low: 0
    property real high: 0
    property int full: 30

    implicitHeight: trough.height + marks.height + Theme.quarter

    Trough {
        id: trough

        width: parent.width
        height: Theme.thickBar
        from: bar.low
        to: bar.high
    }

    Item {
        id: marks

        anchors.bottom: parent.bottom
        width: parent.width
        height: from.height

        Label { id: from; text: "0"; color: Theme.muted; font.pixelSize: Theme.caption }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: Math.round(bar.full / 2)
            color: Theme.muted
            font.pixelSize: Theme.caption
        }
        Label {
            anchors.right: parent.right
            text: Words.say("ticket.minutes", { count: bar.full })
            color: Theme.muted
            font.pixelSize: Theme.caption
        }
    }
}
