import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A department: name, windows, people waiting; greyed with the reason while nobody is served.
Card {
    id: card

    property string label
    property string windows
    property int waiting: -1  // -1: not known
    property string why

    say: label
    padding: Theme.unit

    FitLabel {
        anchors.top: parent.top
        anchors.bottom: lower.top
        anchors.bottomMargin: Theme.quarter
        width: parent.width
        text: card.label
        color: card.why === "" ? card.ink : card.softInk
        font.pixelSize: Theme.cardName
        font.bold: true
        verticalAlignment: Text.AlignTop
    }

    Column {
        id: lower

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.quarter

        FitLabel {
            width: parent.width
            height: Math.min(Theme.cardName, card.height * 0.27)
            text: card.windows
            color: card.softInk
            font.pixelSize: Theme.button
        }

        Row {
            width: parent.width
            height: Math.min(Theme.cardName, card.height * 0.27)
            spacing: Theme.quarter
            visible: card.why !== "" || card.waiting >= 0

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                name: card.why !== "" ? "clock" : "people"
                color: card.why !== "" ? Theme.warn : Theme.primary
                size: Math.min(parent.height, Math.round(Theme.body * 1.2))
            }

            FitLabel {
                width: parent.width - sign.width - parent.spacing
                height: parent.height
                text: card.why !== "" ? card.why
                    : Words.say("ticket.people", { count: card.waiting })
                color: card.why !== "" ? Theme.warn : card.ink
                font.pixelSize: Theme.button
            }
        }
    }
}
