import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The number is in the queue. Home by itself, or by a touch anywhere.
KioskPage {
    id: ticket

    Pressable {
        objectName: "done"
        anchors.fill: parent
        say: Words.say("ticket.done")
        onTriggered: ticket.touched("done")
    }

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: ticket.flat ? Theme.half : 2 * Theme.unit

        Disc {
            anchors.horizontalCenter: parent.horizontalCenter
            width: ticket.flat ? Theme.target : Theme.smallDisc
            color: Theme.ok
            icon: "tick"
            ink: Theme.statusInk
            share: 0.6
        }

        NumberPlate {
            width: parent.width
            queue: Words.of(ticket.page.plate.queue)
            number: ticket.page.plate.number
            spare: Words.of(ticket.page.plate.spare)
            highest: ticket.height * 0.34
        }

        CentredLabel {
            text: Words.of(ticket.page.plate.ahead)
            font.pixelSize: Theme.title
        }

        CentredLabel {
            objectName: "wait"
            visible: text !== ""
            text: Words.of(ticket.page.plate.wait)
            font.pixelSize: Theme.title
        }

        CentredLabel {
            text: Words.of(ticket.page.plate.go)
            font.pixelSize: Theme.lead
            color: Theme.muted
        }

        Badge {
            objectName: "last-word"
            anchors.horizontalCenter: parent.horizontalCenter
            label: Words.say(ticket.page.on_paper ? "ticket.take-slip" : "ticket.noted")
            icon: ticket.page.on_paper ? "paper" : "tick"
            tone: "ok"
            size: Theme.lead
        }
    }
}
