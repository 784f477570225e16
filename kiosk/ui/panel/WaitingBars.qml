import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How many wait in each queue of this window.
Column {
    id: list

    required property var bars
    required property int most

    spacing: Theme.quarter

    Label {
        width: parent.width
        text: Words.say("panel.waiting")
        color: Theme.muted
        font.pixelSize: Theme.deskCaption
    }

    Repeater {
        model: list.bars.length

        CountBar {
            required property int index
            readonly property var bar: list.bars[index] ?? ({})

            width: list.width
            label: Words.of(bar.label)
            count: bar.count ?? 0
            most: list.most
            size: Theme.deskBody
            thickness: Theme.quarter
        }
    }
}
