import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What was done last with a ticket, to be taken back while its seconds run.
Pressable {
    id: key

    required property var undo  // null: nothing can be taken back

    objectName: "undo"
    height: Theme.deskUndoKey
    visible: !!undo
    say: Words.of(undo?.label)

    Shortcut { sequence: "F8"; enabled: key.visible; autoRepeat: false; onActivated: key.triggered() }

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.down ? Theme.touched : Theme.tint
        border.width: Theme.hairline
        border.color: Theme.primary
    }

    Icon {
        x: Theme.half
        y: Theme.half
        name: "undo"
        color: Theme.primary
        size: Math.round(Theme.deskBody * 1.3)
    }

    Label {
        objectName: "undo-left"
        anchors.right: parent.right
        anchors.rightMargin: Theme.quarter
        y: Theme.half
        text: Words.of(key.undo?.left) + "   F8"
        color: Theme.muted
        font.pixelSize: Theme.deskCaption
    }

    Label {
        objectName: "undo-words"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.quarter
        anchors.bottom: parent.bottom
        height: parent.height - Theme.mm(9)
        horizontalAlignment: Text.AlignHCenter
        text: Words.of(key.undo?.label)
        color: Theme.primary
        font.pixelSize: Theme.deskBody
        heavy: true
    }
}
