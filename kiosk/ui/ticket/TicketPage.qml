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

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: ticket.flat ? Theme.target : Theme.smallDisc
            height: width
            radius: width / 2
            color: Theme.ok

            Icon {
                anchors.centerIn: parent
                name: "tick"
                color: Theme.statusInk
                size: parent.width * 0.6
            }
        }

        NumberPlate {
            width: parent.width
            queue: Words.of(ticket.page.queue)
            number: ticket.page.number
            highest: ticket.height * 0.34
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.of(ticket.page.ahead)
            font.pixelSize: Theme.title
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.of(ticket.page.go)
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
