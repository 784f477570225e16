import QtQuick
import kiosk.ui
import kiosk.ui.parts

// They wait in this queue already: the number they have, a second slip of it, or a new one.
KioskPage {
    id: already

    Column {
        width: parent.width
        y: Math.max(0, (foot.y - already.gap - height) / 2)
        spacing: already.flat ? Theme.half : 2 * Theme.unit

        CentredLabel {
            objectName: "what"
            text: Words.say("ticket.already")
            font.pixelSize: Theme.title
            heavy: true
        }

        NumberPlate {
            width: parent.width
            queue: Words.of(already.page.queue)
            number: already.page.number
            highest: already.height * 0.26
        }

        CentredLabel {
            objectName: "ahead"
            text: Words.of(already.page.ahead)
            font.pixelSize: Theme.title
        }

        CentredLabel {
            height: visible ? undefined : 0  // its own
            objectName: "wait"
            visible: text !== ""
            text: Words.of(already.page.wait)
            font.pixelSize: Theme.lead
        }

        CentredLabel {
            height: visible ? undefined : 0  // its own
            objectName: "where"
            visible: text !== ""
            text: Words.of(already.page.where)
            font.pixelSize: Theme.lead
        }

        CentredLabel {
            objectName: "lost"
            text: Words.of(already.page.lost)
            color: Theme.muted
            font.pixelSize: Theme.button
        }
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.footKey

        QuietButton {
            objectName: "anyway"
            visible: already.page.another
            width: Math.min(Math.max(implicitWidth, parent.width * 0.34), slip.x - already.gap)
            height: parent.height
            label: Words.say("ticket.already.anyway")
            onTriggered: already.touched("anyway")
        }

        PrimaryButton {
            id: slip

            objectName: "slip"
            anchors.right: parent.right
            width: Math.max(implicitWidth, parent.width * 0.42)
            height: parent.height
            label: Words.say(already.page.paper ? "ticket.already.slip" : "ticket.already.show")
            icon: already.page.paper ? "ticket" : "tick"
            size: Math.round(Theme.button * 1.15)
            onTriggered: already.touched("slip")
        }
    }
}
