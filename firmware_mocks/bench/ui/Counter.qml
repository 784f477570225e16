import QtQuick
import kiosk.ui
import hall.bench
import "."

// One window of the hall: its sign above, keypad and evaluator on the counter.
Sheet {
    id: counter

    required property var bench
    required property var modelData
    readonly property var display: modelData.display
    readonly property var post: modelData.evaluator
    readonly property bool followed: bench.chosen !== ""
        && (bench.chosen === (display ? display.line : "") || bench.chosen === (post ? post.line : ""))

    height: column.implicitHeight + 2 * Theme.half

    Column {
        id: column

        x: Theme.half
        y: Theme.half
        width: parent.width - 2 * Theme.half
        spacing: Theme.half

        Item {
            width: parent.width
            height: Theme.mm(6)

            Text {
                id: number

                anchors.verticalCenter: parent.verticalCenter
                text: counter.modelData.number + " 号窗口"
                color: Theme.ink
                font.pixelSize: Theme.mm(4.2)
                font.bold: true
            }

            Note {
                anchors.left: number.right
                anchors.leftMargin: Theme.half
                anchors.right: wires.left
                anchors.verticalCenter: parent.verticalCenter
                text: counter.modelData.name
            }

            Row {
                id: wires

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.half

                Repeater {
                    model: [{ name: "屏", device: counter.display }, { name: "评", device: counter.post }]

                    Row {
                        id: lead

                        required property var modelData
                        readonly property bool shown: !!modelData.device

                        visible: shown
                        spacing: Theme.quarter

                        Note {
                            anchors.verticalCenter: parent.verticalCenter
                            text: lead.modelData.name
                            font.underline: true
                            color: lead.shown && counter.bench.chosen === lead.modelData.device.line
                                   ? Theme.primary : Theme.muted

                            MouseArea {
                                anchors.fill: parent
                                onClicked: counter.bench.choose(lead.modelData.device.line)
                            }
                        }

                        Plug { device: lead.modelData.device; visible: lead.shown }
                    }
                }
            }
        }

        Glass {
            width: parent.width
            height: width * 40 / 136
            visible: !!counter.display
            device: counter.display || null

            MouseArea {
                anchors.fill: parent
                onClicked: counter.bench.choose(counter.display.line)
            }
        }

        Row {
            width: parent.width
            visible: !!counter.post
            spacing: Theme.half

            Keypad {
                visible: !!(counter.post && counter.post.look.keypad)
                width: (parent.width - Theme.half) * 0.52
                height: Theme.mm(29)
                device: counter.post
            }

            Evaluator {
                visible: !!(counter.post && counter.post.look.evaluator)
                width: (parent.width - Theme.half) * 0.48
                height: Theme.mm(29)
                device: counter.post
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.half

            Repeater {
                model: [{ name: "屏", device: counter.display }, { name: "评", device: counter.post }]

                Row {
                    id: breaking

                    required property var modelData

                    visible: !!modelData.device
                    spacing: Theme.quarter

                    Note {
                        text: breaking.modelData.name + "故障"
                        height: Theme.mm(5)
                        font.pixelSize: Theme.mm(2.8)
                    }

                    Faults { device: breaking.modelData.device }
                }
            }
        }
    }
}
