import QtQuick
import kiosk.ui
import "."

// The wire that is followed: bytes as they pass, newest on top, and what they mean.
Sheet {
    id: strip

    required property var bench

    Text {
        id: title

        x: Theme.unit
        y: Theme.half
        text: "线路 Wire " + strip.bench.chosen
        color: Theme.ink
        font.pixelSize: Theme.mm(4.2)
        font.bold: true
    }

    Note {
        anchors.left: title.right
        anchors.leftMargin: Theme.unit
        anchors.verticalCenter: title.verticalCenter
        text: "点设备名称或屏幕看它的线路 · 上位机 → 设备 为蓝，设备 → 上位机 为绿　"
              + "Tap a device for its wire. Blue: to the device. Green: to the hall"
    }

    ListView {
        anchors.fill: parent
        anchors.margins: Theme.unit
        anchors.topMargin: Theme.mm(9)
        clip: true
        model: strip.bench.wire ? strip.bench.wire.bursts : []

        delegate: Item {
            id: burst

            required property var modelData
            readonly property bool down: modelData.way === "to-device"

            width: ListView.view.width
            height: Theme.mm(5.4)

            Rectangle {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(6)
                height: Theme.mm(4.2)
                radius: Theme.quarter
                color: burst.down ? Theme.primary : Theme.ok

                Text {
                    anchors.centerIn: parent
                    text: burst.down ? "→" : "←"
                    color: Theme.surface
                    font.pixelSize: Theme.mm(3.2)
                }
            }

            Text {
                id: words

                anchors.left: mark.right
                anchors.leftMargin: Theme.half
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, parent.width * 0.45)
                elide: Text.ElideRight
                text: burst.modelData.words.replace(/\n/g, " ")
                color: Theme.ink
                font.pixelSize: Theme.mm(3.3)
                textFormat: Text.PlainText
            }

            Note {
                anchors.left: words.right
                anchors.leftMargin: Theme.unit
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: burst.modelData.hex
                font.pixelSize: Theme.mm(2.9)
            }
        }
    }
}
