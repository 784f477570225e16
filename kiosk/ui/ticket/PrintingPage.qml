import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The slip grows out of its slot from the moment the printer has it until its status says "out".
KioskPage {
    id: printing

    readonly property bool going: visible && page.number !== ""

    onGoingChanged: {
        grow.stop()
        paper.out = 0  // of the slip before
        if (going) grow.start()
    }

    Column {
        id: said

        width: parent.width
        y: printing.height * (printing.flat ? 0.04 : 0.12)
        spacing: Theme.half

        CentredLabel {
            objectName: "phase"
            text: Words.say(printing.going ? "ticket.printing" : "ticket.asking")
            font.pixelSize: Theme.title
            font.bold: true
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

            property real out: 0

            width: parent.width
            height: parent.height
            y: (out - 1) * height
            color: Theme.surface
            border.width: Theme.hairline
            border.color: Theme.line

            NumberAnimation {
                id: grow

                target: paper
                property: "out"
                to: 1
                duration: Theme.change > 0 ? Theme.slipTime : 0
                easing.type: Easing.OutQuad
            }

            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.unit
                spacing: Theme.half

                CentredLabel {
                    text: Words.of(printing.page.hall)
                    color: Theme.muted
                    font.pixelSize: Theme.slipText
                }

                CentredLabel {
                    text: printing.page.number
                    font.pixelSize: Theme.slipNumber
                    font.bold: true
                }

                CentredLabel {
                    text: Words.say("ticket.moment")
                    color: Theme.muted
                    font.pixelSize: Theme.slipText
                }
            }
        }
    }
}
