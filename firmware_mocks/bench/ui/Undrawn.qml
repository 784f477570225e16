import QtQuick
import kiosk.ui
import "."

// A device of a kind that nobody draws: its look in words, its keys, what can be broken about it.
Sheet {
    id: thing

    required property var bench
    required property var device

    height: column.implicitHeight + 2 * Theme.half

    Column {
        id: column

        x: Theme.half
        y: Theme.half
        width: parent.width - 2 * Theme.half
        spacing: Theme.half

        Head { width: parent.width; bench: thing.bench; device: thing.device; title: thing.device.title }

        Note {
            width: parent.width
            text: thing.device.words
            color: Theme.ink
            opacity: thing.device.plugged ? 1 : 0.55
            wrapMode: Text.Wrap
        }

        Flow {
            width: parent.width
            spacing: Theme.quarter

            Repeater {
                model: thing.device.keys

                Key {
                    required property var modelData

                    width: Theme.mm(13.4)
                    height: Theme.mm(7.6)
                    label: modelData.label
                    onPressed: thing.device.hand(modelData.hand)
                }
            }
        }

        Faults { width: parent.width; device: thing.device }
    }
}
