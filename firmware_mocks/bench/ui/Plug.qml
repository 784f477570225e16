import QtQuick
import kiosk.ui
import "."

// The plug of one device: in its socket, or pulled out beside it.
Item {
    id: plug

    required property var device
    readonly property bool inside: device ? device.plugged : false

    implicitWidth: Theme.mm(13)
    implicitHeight: Theme.mm(6)

    Accessible.role: Accessible.CheckBox
    Accessible.name: "plug"
    Accessible.checked: inside
    Accessible.onPressAction: device.plug()

    Rectangle {  // the socket
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: parent.height
        height: width
        radius: Theme.quarter
        color: Theme.surface
        border.width: 1
        border.color: Theme.line

        Row {
            anchors.centerIn: parent
            spacing: Theme.quarter

            Repeater {
                model: 2

                Rectangle { width: 3; height: Theme.mm(2); radius: 1; color: Material.slot }
            }
        }
    }

    Rectangle {  // the cable
        x: 0
        anchors.verticalCenter: parent.verticalCenter
        width: body.x + 4
        height: 3
        radius: 1
        color: Material.casing
    }

    Rectangle {
        id: body

        x: plug.inside ? plug.width - width - 2 : 2
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(5)
        height: Theme.mm(4.4)
        radius: Theme.quarter
        color: plug.inside ? Material.plugged : Material.pulled

        Behavior on x { NumberAnimation { duration: Theme.change; easing.type: Easing.OutCubic } }
    }

    MouseArea { anchors.fill: parent; onClicked: plug.device.plug() }
}
