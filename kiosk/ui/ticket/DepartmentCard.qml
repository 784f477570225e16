import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A department: name, windows, people waiting; greyed with the reason while nobody is served, and
// shut where no number is given.
Card {
    id: card

    property string label
    property string windows
    property int waiting: -1  // -1: not known
    property string why
    property bool beside: false  // how many wait stands beside the name, as a figure

    say: why === "" ? label : label + ", " + why
    padding: Theme.unit

    Label {
        id: heading

        width: parent.width - (figure.visible ? figure.width + Theme.half : 0)
        text: card.label
        color: card.why === "" ? card.ink : card.softInk
        font.pixelSize: Theme.cardName
        heavy: true
    }

    Row {
        id: figure

        anchors.right: parent.right
        spacing: Theme.quarter
        visible: card.beside && card.why === "" && card.waiting >= 0

        Icon {
            y: (Theme.cardName * 1.45 - height) / 2
            name: "people"
            color: Theme.primary
            size: Math.round(Theme.body * 1.2)
        }

        Label {
            objectName: "waiting"
            height: Theme.cardName * 1.45
            text: card.waiting
            color: card.ink
        }
    }

    Column {
        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.quarter

        Label {
            width: parent.width
            visible: text !== ""
            text: card.windows
            color: card.softInk
        }

        Row {
            width: parent.width
            spacing: Theme.half
            visible: card.why !== "" || card.waiting >= 0 && !card.beside

            Icon {
                id: sign

                y: (Theme.body * 1.3 - height) / 2
                name: card.why !== "" ? "clock" : "people"
                color: card.closed ? card.ink : card.why !== "" ? Theme.warn : Theme.primary
                size: Math.round(Theme.body * 1.2)
            }

            Label {
                width: parent.width - sign.width - parent.spacing
                text: card.why !== "" ? card.why
                    : Words.say("ticket.people", { count: card.waiting })
                color: card.closed ? card.ink : card.why !== "" ? Theme.warn : card.ink
            }
        }
    }
}
