import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The number, as large as the glass allows, with its queue above it.
Column {
    id: plate

    property string queue
    property string number
    property string spare
    property real highest: Theme.number

    spacing: 0

    CentredLabel {
        text: Words.say("ticket.yours") + " · " + plate.queue
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Badge {
        objectName: "spare"
        anchors.horizontalCenter: parent.horizontalCenter
        visible: plate.spare !== ""
        label: plate.spare
        icon: "info"
        tone: "warn"
        size: Theme.button
    }

    Label {
        objectName: "number"
        width: parent.width
        height: Math.min(plate.highest, Theme.number) * 1.5
        horizontalAlignment: Text.AlignHCenter
        text: plate.number
        color: Theme.primary
        font.pixelSize: Math.min(plate.highest, Theme.number)
        minimumPixelSize: Theme.target
        fontSizeMode: Text.HorizontalFit
        wrapMode: Text.NoWrap
        font.bold: true
    }
}
