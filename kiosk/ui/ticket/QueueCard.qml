import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A queue: its name, people waiting as a number, and the number again as a bar.
Card {
    id: card

    property string label
    property int waiting: 0
    property int most: 1

    say: label
    padding: Theme.unit

    FitLabel {
        anchors.left: parent.left
        anchors.right: count.left
        anchors.rightMargin: Theme.half
        anchors.top: parent.top
        anchors.bottom: trough.top
        anchors.bottomMargin: Theme.quarter
        text: card.label
        color: card.ink
        font.pixelSize: Theme.lead
    }

    Row {
        id: count

        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: trough.top
        anchors.bottomMargin: Theme.quarter
        spacing: Theme.quarter

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: card.waiting
            color: card.ink
            font.pixelSize: Math.min(Theme.title, count.height * 0.65)
            font.bold: true
        }

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: Words.say("ticket.waiting")
            color: card.softInk
            font.pixelSize: Math.min(Theme.body, count.height * 0.5)
        }
    }

    Trough {
        id: trough

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.half
        to: Math.min(1, card.waiting / Math.max(1, card.most))
    }
}
