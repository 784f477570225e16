import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A queue: its letter, its name, how many wait.
Card {
    id: tile

    property string prefix
    property string label
    property int waiting: -1  // below 0: nobody has said
    property bool open: true

    say: label
    padding: Theme.half * 1.5

    Label {
        id: letter

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(13)
        text: tile.prefix
        color: Theme.primary
        font.pixelSize: Theme.button
        heavy: true
    }

    Column {
        anchors.left: letter.right
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        CardName {
            width: parent.width
            room: tile.height - 2 * tile.padding - (count.visible ? count.height : 0)
            text: tile.label
            color: tile.ink
            heavy: true
        }

        Label {
            id: count

            width: parent.width
            visible: tile.waiting >= 0
            text: (tile.open ? "" : Words.say("guide.no-window.short") + " · ")
                + Words.say("guide.count", { count: tile.waiting })
            color: tile.softInk
            font.pixelSize: Theme.deskBody
        }
    }
}
