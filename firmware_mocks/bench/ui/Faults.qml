import QtQuick
import kiosk.ui
import "."

// What can be broken about a device: one small word each.
Flow {
    id: faults

    required property var device

    spacing: Theme.quarter

    Repeater {
        model: faults.device ? faults.device.faults : []

        Rectangle {
            id: chip

            required property var modelData

            width: word.implicitWidth + Theme.half
            height: Theme.mm(5)
            radius: height / 2
            color: area.pressed ? Theme.touched : Theme.trough

            Note {
                id: word

                anchors.centerIn: parent
                text: chip.modelData.label
                font.pixelSize: Theme.mm(2.8)
                color: chip.modelData.hand === "ok" ? Theme.ok : Theme.ink
            }

            MouseArea {
                id: area

                anchors.fill: parent
                onClicked: faults.device.hand(chip.modelData.hand)
            }
        }
    }
}
