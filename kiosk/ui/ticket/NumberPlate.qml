import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The number, as large as `highest` and the width allow, with its queue above it.
Column {
    id: plate

    property string queue
    property string number
    property string spare
    property real highest: Theme.number
    readonly property int size: Math.min(highest, Theme.number, width / Math.max(1, number.length) / 0.68)
    readonly property real above: heading.height + (badge.visible ? badge.height : 0)

    CentredLabel {
        id: heading

        text: Words.say("ticket.yours") + (plate.queue === "" ? "" : " · " + plate.queue)
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Badge {
        id: badge

        objectName: "spare"
        anchors.horizontalCenter: parent.horizontalCenter
        visible: plate.spare !== ""
        label: plate.spare
        icon: "info"
        tone: "warn"
        size: Theme.button
    }

    CentredLabel {
        objectName: "number"
        height: Math.ceil(plate.size * 1.46)
        text: plate.number
        color: Theme.primary
        font.pixelSize: plate.size
        wrapMode: Text.NoWrap
        heavy: true
    }
}
