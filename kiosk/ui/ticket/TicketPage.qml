import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The number is in the queue. Home by itself, or by a touch anywhere. A slip is to be taken: the
// words stand at the edge of the glass where its slot is, and an arrow leads there.
KioskPage {
    id: ticket

    readonly property bool below: page.slot === "below"

    Pressable {
        objectName: "done"
        anchors.fill: parent
        say: Words.say("ticket.done")
        onTriggered: ticket.touched("done")
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, (take.y - height) / 2)
        width: parent.width
        spacing: ticket.flat ? Theme.quarter : 2 * Theme.unit

        Disc {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !ticket.flat
            width: Theme.smallDisc
            color: ticket.page.refused ? Theme.warn : Theme.ok
            icon: ticket.page.refused ? "warning" : "tick"
            ink: Theme.statusInk
            share: 0.6
        }

        NumberPlate {
            width: parent.width
            queue: Words.of(ticket.page.plate.queue)
            number: ticket.page.plate.number
            spare: Words.of(ticket.page.plate.spare)
            highest: (take.y - above - ahead.height - wait.height - basis.height - go.height - 5 * parent.spacing)
                     / (ticket.flat ? 1.5 : 2.5)
        }

        CentredLabel {
            id: ahead

            text: Words.of(ticket.page.plate.ahead)
            font.pixelSize: Theme.title
        }

        CentredLabel {
            id: wait

            height: visible ? undefined : 0  // its own
            objectName: "wait"
            visible: text !== ""
            text: Words.of(ticket.page.plate.wait)
            font.pixelSize: Theme.title
        }

        CentredLabel {
            id: basis

            height: visible ? undefined : 0  // its own
            objectName: "basis"
            visible: text !== ""
            text: Words.of(ticket.page.plate.basis)
            color: Theme.muted
            font.pixelSize: Theme.button
        }

        CentredLabel {
            id: go

            height: text === "" ? 0 : undefined  // its own
            text: Words.of(ticket.page.plate.go)
            font.pixelSize: Theme.lead
            color: Theme.muted
        }
    }

    Rectangle {
        id: take

        anchors.bottom: parent.bottom
        width: parent.width
        height: said.implicitHeight + (ticket.flat ? Theme.unit : 2 * Theme.unit)
        radius: Theme.unit
        color: ticket.page.refused ? Theme.warnTint : Theme.okTint
        border.width: Theme.hairline
        border.color: ticket.page.refused ? Theme.warn : Theme.ok

        Grid {
            id: said

            anchors.centerIn: parent
            columns: ticket.below && !ticket.flat ? 1 : 3
            spacing: Theme.half
            horizontalItemAlignment: Grid.AlignHCenter
            verticalItemAlignment: Grid.AlignVCenter

            Icon {
                objectName: "to-the-left"
                visible: ticket.page.on_paper && ticket.page.slot === "left"
                name: "arrow-left"
                color: Theme.ok
                size: Theme.slotArrow
            }

            Label {
                objectName: "last-word"
                width: Math.min(implicitWidth, ticket.width - (ticket.page.on_paper ? Theme.slotArrow : 0) - 2 * Theme.unit)
                horizontalAlignment: Text.AlignHCenter
                text: Words.of(ticket.page.said)
                color: ticket.page.refused ? Theme.warn : Theme.ok
                font.pixelSize: Theme.hero
                heavy: true
            }

            Icon {
                objectName: "to-the-slot"
                visible: ticket.page.on_paper && ticket.page.slot !== "left"
                name: ticket.below ? "arrow-down" : "arrow-right"
                color: Theme.ok
                size: Theme.slotArrow
            }
        }
    }
}
