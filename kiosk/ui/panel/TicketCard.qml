import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The ticket at the window: number, queue, how long; or that the window is free.
Card {
    id: card

    required property var ticket
    readonly property bool free: ticket.number === ""

    pressable: false
    padding: Theme.half * 1.5
    implicitHeight: Theme.mm(note.visible ? 38 : 32)

    Label {
        id: number

        objectName: "number"
        anchors.left: parent.left
        anchors.top: parent.top
        anchors.topMargin: -Theme.half
        text: card.free ? Words.of(card.ticket.headline) : card.ticket.number
        color: card.free ? Theme.muted : Theme.ink
        font.pixelSize: card.free ? Theme.title * 1.3 : Theme.deskNumber
        heavy: true
        height: Theme.deskNumber * 1.3
    }

    Column {
        anchors.left: number.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        anchors.verticalCenter: number.verticalCenter
        spacing: Theme.quarter

        Label {
            objectName: "queue"
            width: parent.width
            horizontalAlignment: Text.AlignRight
            visible: text !== ""
            text: Words.of(card.ticket.queue)
            font.pixelSize: Theme.deskBody
        }

        Badge {
            anchors.right: parent.right
            visible: label !== ""
            label: Words.of(card.ticket.group)
            icon: "star"
            size: Theme.deskCaption
        }
    }

    Label {
        id: note

        objectName: "note-there"
        anchors.left: parent.left
        anchors.bottom: line.top
        width: parent.width
        visible: text !== ""
        text: card.ticket.note ? Words.say("panel.note.there", { note: card.ticket.note }) : ""
        color: Theme.ink
        font.pixelSize: Theme.deskBody
    }

    Label {
        id: line

        objectName: "line"
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: parent.width
        visible: warning.text === ""
        text: Words.of(card.ticket.line)
        color: Theme.muted
        font.pixelSize: Theme.deskBody
    }

    Row {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        visible: warning.text !== ""
        spacing: Theme.quarter

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "warning"
            color: Theme.warn
            size: Math.round(Theme.deskBody * 1.3)
        }

        Label {
            id: warning

            objectName: "warning"
            text: Words.of(card.ticket.warning)
            color: Theme.warn
            font.pixelSize: Theme.deskBody
        }
    }
}
