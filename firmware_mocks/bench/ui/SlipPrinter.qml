import QtQuick
import kiosk.ui
import hall.bench
import "."

// A slip printer: the paper grows out of its slot upwards; tear it off, open the lid, take the roll.
Sheet {
    id: printer

    required property var bench
    required property var device
    readonly property var look: device ? device.look : ({})

    height: column.implicitHeight + 2 * Theme.half

    Column {
        id: column

        x: Theme.half
        y: Theme.half
        width: parent.width - 2 * Theme.half
        spacing: Theme.half

        Head { width: parent.width; bench: printer.bench; device: printer.device; title: "取号小票" }

        Item {
            width: parent.width
            height: Theme.mm(56)

            Rectangle {  // the tray behind the paper
                anchors.fill: parent
                anchors.bottomMargin: Theme.half
                radius: Theme.half
                color: Theme.trough
            }

            Item {
                id: window

                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: casing.top
                anchors.bottomMargin: -Theme.mm(4)
                width: Theme.mm(46)
                height: Theme.mm(43)
                clip: true
                z: 1

                Paper {
                    id: paper

                    width: window.width
                    y: height > 0 ? Math.max(0, window.height - height) : window.height
                    device: printer.device

                    Behavior on y {
                        enabled: !printer.bench.still
                        NumberAnimation { duration: Theme.change * 3; easing.type: Easing.OutCubic }
                    }
                }
            }

            Rectangle {
                id: casing

                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.mm(15)
                radius: Theme.half
                color: Material.casing
                opacity: printer.device.plugged ? 1 : 0.55

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: Theme.mm(2.6)
                    width: Theme.mm(50)
                    height: Theme.mm(1.8)
                    radius: 2
                    color: Material.slot
                }

                Row {
                    x: Theme.unit
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: Theme.half
                    spacing: Theme.unit

                    Repeater {
                        model: [
                            { name: "电源", on: printer.device.plugged, bad: false },
                            { name: "缺纸", on: printer.look.paper === "out", bad: true },
                            { name: "纸少", on: printer.look.paper === "near end", bad: true },
                            { name: "开盖", on: printer.look.cover === "open", bad: true },
                            { name: "故障", on: printer.look.online === false, bad: true }
                        ]

                        Row {
                            id: lamp

                            required property var modelData

                            spacing: Theme.quarter

                            Rectangle {
                                anchors.verticalCenter: parent.verticalCenter
                                width: Theme.mm(2)
                                height: width
                                radius: width / 2
                                color: !lamp.modelData.on ? Material.lampOff
                                       : lamp.modelData.bad ? Material.pulled : Material.plugged
                            }

                            Note {
                                text: lamp.modelData.name
                                color: Material.legend
                                font.pixelSize: Theme.mm(2.8)
                            }
                        }
                    }
                }
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.quarter

            Repeater {
                model: printer.device.keys

                Key {
                    required property var modelData

                    width: Theme.mm(13.4)
                    height: Theme.mm(7.6)
                    label: modelData.label
                    onPressed: printer.device.hand(modelData.hand)
                }
            }
        }

        Faults { width: parent.width; device: printer.device }
    }
}
