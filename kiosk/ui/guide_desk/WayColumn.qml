import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The five ways: take, find, missed, waiting, opinions; and below them what may be taken back.
Column {
    id: column

    required property var shown

    signal pressed(string name)
    signal undone()

    width: Theme.mm(30)
    spacing: Theme.half

    Repeater {
        model: column.shown.ways.length

        QuietButton {
            required property int index
            readonly property var way: column.shown.ways[index]

            objectName: "way-" + way.name
            width: column.width
            height: Theme.mm(20.4)
            upright: true
            icon: way.icon
            label: Words.of(way.label)
            hint: way.hint
            size: Theme.button
            chosen: way.chosen
            enabled: way.enabled
            onTriggered: column.pressed(way.name)

            Shortcut { sequence: way.hint; onActivated: column.pressed(way.name) }
        }
    }

    DeskUndo {
        width: column.width
        undo: column.shown.undo
        onTriggered: column.undone()
    }
}
