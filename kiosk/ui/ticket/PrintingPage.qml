import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The slip grows out of its slot as far as the printer has it; the last of it is the knife's, and
// when that has cut, this page is over.
KioskPage {
    id: printing

    readonly property bool going: visible && page.number !== ""
    readonly property real begun: 0.1  // so much is seen before the first word of the printer
    readonly property real knife: 0.15

    Column {
        id: said

        width: parent.width
        y: printing.height * (printing.flat ? 0.04 : 0.12)
        spacing: Theme.half

        CentredLabel {
            objectName: "phase"
            text: Words.say(printing.going ? "ticket.printing" : "ticket.asking")
            font.pixelSize: Theme.title
            heavy: true
        }

        CentredLabel {
            text: Words.of(printing.page.queue)
            color: Theme.muted
            font.pixelSize: Theme.button
        }
    }

    Spinner {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: slot.bottom
        anchors.topMargin: 3 * Theme.unit
        visible: !printing.going
        color: Theme.primary
        size: Theme.largeSign
    }

    Rectangle {
        id: slot

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: said.bottom
        anchors.topMargin: 2 * Theme.unit
        width: Math.min(parent.width * 0.8, Theme.slotWidth)
        height: 2 * Theme.unit
        radius: height / 2
        color: Theme.ink
    }

    Item {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: slot.verticalCenter
        width: slot.width - 4 * Theme.unit
        height: Math.min(Theme.slipHeight, printing.height - slot.y - slot.height)
        clip: true

        Rectangle {
            id: paper

            objectName: "paper"

            property real out: printing.going
                ? printing.begun + (1 - printing.begun - printing.knife) * printing.page.share
                : 0

            width: parent.width
            height: parent.height
            y: (out - 1) * height
            color: Theme.surface
            border.width: Theme.hairline
            border.color: Theme.line

            Behavior on out {
                enabled: printing.going

                NumberAnimation {
                    duration: Theme.slipTime
                    easing.type: Easing.OutQuad
                }
            }

            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.unit
                spacing: Theme.half

                CentredLabel {
                    objectName: "slip-hall"
                    text: Words.of(printing.page.hall)
                    color: Theme.muted
                    font.pixelSize: Theme.slipText
                }

                CentredLabel {
                    objectName: "slip-number"
                    text: printing.page.number
                    font.pixelSize: Theme.slipNumber
                    heavy: true
                }

                CentredLabel {
                    objectName: "slip-moment"
                    text: Words.say("ticket.moment")
                    color: Theme.muted
                    font.pixelSize: Theme.slipText
                }
            }
        }
    }
}
