import QtQuick
import kiosk.ui
import "."

// The name of a device, its wire to follow and its plug.
Item {
    id: head

    required property var bench
    required property var device
    property string title

    height: Theme.mm(6)

    Text {
        id: name

        anchors.verticalCenter: parent.verticalCenter
        text: head.title
        color: Theme.ink
        font.pixelSize: Theme.mm(4.2)
        font.bold: true
    }

    Note {
        anchors.left: name.right
        anchors.leftMargin: Theme.half
        anchors.right: plug.left
        anchors.verticalCenter: parent.verticalCenter
        text: head.device.name + " · " + head.device.line
        color: head.bench.chosen === head.device.line ? Theme.primary : Theme.muted

        MouseArea { anchors.fill: parent; onClicked: head.bench.choose(head.device.line) }
    }

    Plug {
        id: plug

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        device: head.device
    }
}
