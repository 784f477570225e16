import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 您还在吗? Any touch goes on, and does nothing else.
Rectangle {
    id: still

    objectName: "still"

    property int seconds: 0
    property int total: 15
    property bool low: false

    signal touched(string name)

    color: Theme.veil

    MouseArea {
        anchors.fill: parent
        onClicked: still.touched("continue")
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: still.low ? still.height / 2 : (still.height - height) / 2
        width: parent.width - 4 * Theme.unit
        spacing: 2 * Theme.unit

        CentredLabel {
            text: Words.say("ticket.still")
            font.pixelSize: Theme.title
            heavy: true
        }

        Ring {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.ring
            height: width
            seconds: still.seconds
            total: still.total
        }

        CentredLabel {
            text: Words.say("ticket.still.sub", { seconds: still.seconds })
            color: Theme.muted
        }

        PrimaryButton {
            objectName: "continue"
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.max(implicitWidth, Theme.wideKey)
            height: Theme.footKey
            label: Words.say("ticket.continue")
            onTriggered: still.touched("continue")
        }
    }
}
