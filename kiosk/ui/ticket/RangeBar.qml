import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The wait as a stretch of time, not as a point: from `low` to `high` of the whole bar.
Item {
    id: bar

    property real low: 0
    property real high: 0
    property int full: 30
    property bool marked: true  // with minutes below

    implicitHeight: trough.height + (marked ? marks.height + Theme.quarter : 0)

    Trough {
        id: trough

        width: parent.width
        height: Theme.thickBar
        from: bar.low
        to: bar.high
    }

    Item {
        id: marks

        visible: bar.marked

        anchors.bottom: parent.bottom
        width: parent.width
        height: from.height

        Label { id: from; text: "0"; color: Theme.muted; font.pixelSize: Theme.body }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            text: Math.round(bar.full / 2)
            color: Theme.muted
            font.pixelSize: Theme.body
        }
        Label {
            anchors.right: parent.right
            text: Words.say("ticket.minutes", { count: bar.full })
            color: Theme.muted
            font.pixelSize: Theme.body
        }
    }
}
