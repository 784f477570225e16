import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The next three, in the order they would be called now.
Column {
    id: list

    required property var coming

    spacing: 0

    Label {
        width: parent.width
        text: Words.say("panel.next-three")
        color: Theme.muted
        font.pixelSize: Theme.deskCaption
    }

    Repeater {
        model: 3

        Item {
            id: row

            required property int index
            readonly property var one: list.coming[index] ?? null

            width: list.width
            height: Theme.deskRow

            Label {
                id: number

                anchors.verticalCenter: parent.verticalCenter
                width: row.one ? Theme.mm(17) : parent.width
                text: row.one ? row.one.number
                    : row.index === 0 ? Words.say("panel.nobody") : ""
                color: row.one ? Theme.ink : Theme.muted
                wrapMode: Text.NoWrap
                font.pixelSize: Theme.deskBody
                heavy: row.one !== null
            }

            Label {
                id: queue

                anchors.left: number.right
                anchors.verticalCenter: parent.verticalCenter
                wrapMode: Text.NoWrap
                text: row.one ? Words.of(row.one.group) || Words.of(row.one.queue) : ""
                color: row.one && Words.of(row.one.group) !== "" ? Theme.primary : Theme.ink
                font.pixelSize: Theme.deskBody
            }

            Label {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: row.one ? Words.of(row.one.waited) : ""
                color: Theme.muted
                font.pixelSize: Theme.deskBody
            }
        }
    }
}
