import QtQuick
import kiosk.ui
import "."

// A clock-in reader, and the fingers of the staff to drag onto its glass. All are invented.
Sheet {
    id: reader

    required property var bench
    required property var device
    readonly property var look: device ? device.look : ({})
    readonly property string finger: look.finger || ""

    height: column.implicitHeight + 2 * Theme.half

    function owner(key) {
        const person = bench.people.find(each => each.id === key)
        return person ? person.name : key
    }

    Column {
        id: column

        x: Theme.half
        y: Theme.half
        width: parent.width - 2 * Theme.half
        spacing: Theme.half

        Head { width: parent.width; bench: reader.bench; device: reader.device; title: "指纹打卡" }

        Row {
            width: parent.width
            spacing: Theme.unit

            Rectangle {
                id: body

                width: Theme.mm(30)
                height: Theme.mm(38)
                radius: Theme.unit
                color: Material.casing
                opacity: reader.device.plugged ? 1 : 0.55

                Rectangle {
                    id: sensor

                    anchors.centerIn: parent
                    width: Theme.mm(20)
                    height: Theme.mm(26)
                    radius: width / 2
                    color: Material.sensor
                    border.width: 3
                    border.color: reader.finger !== "" && reader.device.plugged ? Material.sensorLit
                                  : target.containsDrag ? Material.star : Material.casingEdge

                    FingerTip {
                        anchors.centerIn: parent
                        visible: reader.finger !== ""
                        scale: 1.25
                    }
                }

                DropArea {
                    id: target

                    anchors.fill: parent
                    onDropped: drop => reader.device.hand("finger " + drop.source.person)
                }

                MouseArea {
                    anchors.fill: parent
                    enabled: reader.finger !== ""
                    onClicked: reader.device.hand("lift")
                }
            }

            Column {
                width: parent.width - body.width - Theme.unit
                spacing: Theme.half

                Text {
                    text: reader.finger !== "" ? reader.owner(reader.finger) : "请按手指 Place a finger"
                    color: Theme.ink
                    font.pixelSize: Theme.mm(4.6)
                }

                Note {
                    width: parent.width
                    text: reader.finger !== "" ? "点一下读头，抬起手指\nTap the reader to lift it"
                                               : "把下面的手指拖到读头上，或点一下\nDrag a finger onto the reader, or tap it"
                    wrapMode: Text.Wrap
                }

                Note {
                    width: parent.width
                    text: "已录入 Enrolled " + Object.keys(reader.look.enrolled || {}).length
                          + " / " + (reader.look.capacity || 0)
                }

                Faults { width: parent.width; device: reader.device }
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.quarter

            Repeater {
                model: reader.bench.people.concat([{ id: "stranger", name: "陌生人" }])

                Item {
                    id: place

                    required property var modelData

                    width: Theme.mm(14.5)
                    height: Theme.mm(8.4)

                    Rectangle {
                        id: chip

                        readonly property string person: place.modelData.id

                        width: place.width
                        height: place.height
                        radius: Theme.quarter
                        color: reader.finger === person ? Theme.tint : area.pressed ? Theme.touched : Theme.paper
                        border.width: 1
                        border.color: reader.finger === person ? Theme.primary : Theme.line
                        z: area.drag.active ? 9 : 0
                        Drag.active: area.drag.active
                        Drag.hotSpot.x: width / 2
                        Drag.hotSpot.y: height / 2

                        Column {
                            anchors.centerIn: parent

                            Note {
                                anchors.horizontalCenter: parent.horizontalCenter
                                text: place.modelData.name
                                color: Theme.ink
                                font.pixelSize: Theme.mm(2.9)
                            }

                            Note {
                                anchors.horizontalCenter: parent.horizontalCenter
                                text: place.modelData.id
                                font.pixelSize: Theme.mm(2.3)
                            }
                        }

                        MouseArea {
                            id: area

                            anchors.fill: parent
                            drag.target: chip
                            onClicked: reader.device.hand("finger " + chip.person)
                            onReleased: {
                                if (drag.active)
                                    chip.Drag.drop()
                                chip.x = 0
                                chip.y = 0
                            }
                        }
                    }
                }
            }
        }
    }
}
