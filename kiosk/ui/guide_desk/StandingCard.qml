import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One ticket of a list.
Card {
    id: ticket

    property var card: ({})
    property bool wide: false  // what stands for a number is long

    objectName: "ticket-" + (card.number ?? "").replace(" ", "")
    say: card.number ?? ""
    pressable: card.leads ?? false
    padding: Theme.half * 1.5

    Label {
        id: number

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(ticket.wide ? 40 : 24)
        text: ticket.card.number ?? ""
        color: Theme.primary
        font.pixelSize: Theme.button
        heavy: true
    }

    Column {
        anchors.left: number.right
        anchors.right: badge.visible ? badge.left : parent.right
        anchors.rightMargin: badge.visible ? Theme.half : 0
        anchors.verticalCenter: parent.verticalCenter

        CardName {
            width: parent.width
            room: ticket.height - 2 * ticket.padding - state.height
            text: Words.of(ticket.card.queue)
            color: ticket.ink
        }

        Label {
            id: state

            width: parent.width
            text: Words.of(ticket.card.line)
            color: ticket.softInk
            font.pixelSize: Theme.deskBody
        }
    }

    Badge {
        id: badge

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: label !== ""
        label: Words.of(ticket.card.badge)
        tone: ticket.card.tone ?? "quiet"
        size: Theme.deskBody
    }
}
