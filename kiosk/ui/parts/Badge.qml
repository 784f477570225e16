import QtQuick
import kiosk.ui

// A short word on a tinted ground: 即办, 优先.
Rectangle {
    id: badge

    property string label
    property string icon
    property string tone: "primary"
    property int size: Theme.body

    implicitWidth: row.implicitWidth + 2 * Theme.half
    implicitHeight: row.implicitHeight + Theme.quarter
    radius: height / 2
    color: Theme.toneTint(tone)
    border.width: Theme.hairline
    border.color: Theme.tone(tone)

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.quarter

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: badge.icon !== ""
            name: badge.icon
            color: Theme.tone(badge.tone)
            size: badge.size
        }

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: badge.label
            color: Theme.tone(badge.tone)
            font.pixelSize: badge.size
        }
    }
}
