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

    readonly property real needed: Math.max(heading.implicitHeight, count.height) + trough.height
                                   + Theme.quarter + 2 * padding

    Label {
        id: heading

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
        anchors.verticalCenter: heading.verticalCenter
        spacing: Theme.quarter

        Label {
            id: figure

            text: card.waiting
            color: card.ink
            font.pixelSize: Theme.title
            heavy: true
        }

        Label {
            anchors.baseline: figure.baseline
            text: Words.say("ticket.waiting")
            color: card.softInk
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
