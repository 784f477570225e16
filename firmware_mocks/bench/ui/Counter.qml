import QtQuick
import kiosk.ui
import hall.bench
import "."

// One window of the hall: its sign above, keypads and evaluator on the counter.
Sheet {
    id: counter

    required property var bench
    required property var modelData
    readonly property var display: modelData.display
    readonly property var posts: modelData.posts
    readonly property var wired: (display ? [{ name: "屏", device: display }] : []).concat(
        posts.map(post => ({ name: post.kind === "keypad" ? "键" : "评", device: post })))

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
                    model: counter.wired

                    Row {
                        id: lead

                        required property var modelData

                        spacing: Theme.quarter

                        Note {
                            anchors.verticalCenter: parent.verticalCenter
                            text: lead.modelData.name
                            font.underline: true
                            color: counter.bench.chosen === lead.modelData.device.line
                                   ? Theme.primary : Theme.muted

                            MouseArea {
                                anchors.fill: parent
                                onClicked: counter.bench.choose(lead.modelData.device.line)
                            }
                        }

                        Plug { device: lead.modelData.device }
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

        Repeater {
            model: counter.posts

            Row {
                id: post

                required property var modelData

                width: column.width
                spacing: Theme.half

                Keypad {
                    visible: !!post.modelData.look.keypad
                    width: (parent.width - Theme.half) * 0.52
                    height: Theme.mm(29)
                    device: post.modelData
                }

                Evaluator {
                    visible: !!post.modelData.look.evaluator
                    width: (parent.width - Theme.half) * 0.48
                    height: Theme.mm(29)
                    device: post.modelData
                }
            }
        }

        Flow {
            width: parent.width
            spacing: Theme.half

            Repeater {
                model: counter.wired

                Row {
                    id: breaking

                    required property var modelData

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
