import QtQuick
import kiosk.ui
import "."

// The bench: counters to the left, readers and printers to the right, one wire below.
Window {
    id: window

    required property var bench

    width: 1760
    height: 1160
    visible: true
    title: "仿真设备台 · " + bench.hall
    color: Material.bench

    Rectangle {
        id: head

        width: parent.width
        height: Theme.mm(12)
        color: Theme.surface

        Text {
            id: name

            x: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            text: "仿真设备台 Simulated devices"
            color: Theme.ink
            font.pixelSize: Theme.mm(6)
            font.bold: true
        }

        Note {
            anchors.left: name.right
            anchors.leftMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            text: window.bench.hall + " · 所有人员与指纹均为虚构 People and fingers are invented"
        }

        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }

    Flickable {
        id: counters

        readonly property int columns: Math.max(1, Math.floor((width + Theme.half) / Theme.mm(104)))
        readonly property real cell: (width - (columns - 1) * Theme.half) / columns

        anchors.left: parent.left
        anchors.right: side.left
        anchors.top: head.bottom
        anchors.bottom: strip.top
        anchors.margins: Theme.half
        contentHeight: grid.implicitHeight
        clip: true

        Grid {
            id: grid

            columns: counters.columns
            spacing: Theme.half

            Repeater {
                model: window.bench.windows

                Counter {
                    width: counters.cell
                    bench: window.bench
                }
            }
        }
    }

    Flickable {
        id: side

        anchors.right: parent.right
        anchors.top: head.bottom
        anchors.bottom: strip.top
        anchors.margins: Theme.half
        width: Theme.mm(100)
        contentHeight: things.implicitHeight
        clip: true

        Column {
            id: things

            width: parent.width
            spacing: Theme.half

            Repeater {
                model: window.bench.printers

                SlipPrinter {
                    required property var modelData

                    width: things.width
                    bench: window.bench
                    device: modelData
                }
            }

            Repeater {
                model: window.bench.readers

                FingerReader {
                    required property var modelData

                    width: things.width
                    bench: window.bench
                    device: modelData
                }
            }

            Repeater {
                model: window.bench.desk_printers

                SlipPrinter {
                    required property var modelData

                    width: things.width
                    bench: window.bench
                    device: modelData
                }
            }

            Repeater {
                model: window.bench.others

                Undrawn {
                    required property var modelData

                    width: things.width
                    bench: window.bench
                    device: modelData
                }
            }
        }
    }

    WireStrip {
        id: strip

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.half
        height: Theme.mm(44)
        bench: window.bench
    }
}
