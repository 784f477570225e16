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
        model: list.bars

        CountBar {
            required property var modelData

            width: list.width
            label: Words.of(modelData.label)
            count: modelData.count
            most: list.most
            size: Theme.deskBody
            thickness: Theme.quarter
        }
    }
}
