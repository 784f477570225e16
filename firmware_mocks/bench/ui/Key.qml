import QtQuick
import kiosk.ui
import "."

// A key that goes down under the finger.
Item {
    id: key

    property string label
    property color cap: Material.key
    property color legend: Material.keyInk
    property bool lit: false
    property real size: Theme.mm(3.1)

    signal pressed()

    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.onPressAction: pressed()

    Rectangle {
        anchors.fill: parent
        radius: Theme.quarter
        color: Material.casingEdge
    }

    Rectangle {
        x: 0
        y: area.pressed ? 2 : 0
        width: parent.width
        height: parent.height - 2
        radius: Theme.quarter
        color: area.pressed ? Qt.darker(key.cap, 1.18) : key.cap
        border.width: key.lit ? 2 : 1
        border.color: key.lit ? Theme.surface : Qt.darker(key.cap, 1.25)

        Text {
            anchors.centerIn: parent
            text: key.label
            color: key.legend
            font.pixelSize: key.size
        }
    }

    MouseArea {
        id: area

        anchors.fill: parent
        onPressed: key.pressed()
    }
}
