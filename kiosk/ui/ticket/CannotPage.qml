import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What does not work, why, and when again or where to go.
KioskPage {
    id: cannot

    readonly property bool ordinary: page.ahead === "ordinary"

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width - 4 * Theme.unit
        spacing: cannot.flat ? Theme.half : 2 * Theme.unit

        Disc {
            anchors.horizontalCenter: parent.horizontalCenter
            width: cannot.flat ? Theme.target : Theme.largeDisc
            color: Theme.warnTint
            border.width: Theme.hairline
            border.color: Theme.warn
            icon: cannot.page.icon
            ink: Theme.warn
        }

        CentredLabel {
            objectName: "what"
            text: Words.of(cannot.page.what)
            font.pixelSize: Theme.title
            heavy: true
        }

        CentredLabel {
            objectName: "why"
            text: Words.of(cannot.page.why)
            font.pixelSize: Theme.lead
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.half

            Icon {
                id: desk

                anchors.verticalCenter: parent.verticalCenter
                name: "desk"
                color: Theme.primary
                size: Theme.middleSign
            }

            Label {
                objectName: "then"
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, cannot.width - 6 * Theme.unit - desk.width)
                text: Words.of(cannot.page.then)
                font.pixelSize: Theme.lead
                color: Theme.primary
            }
        }
    }

    BottomRow {
        id: foot

        name: "done"
        icon: cannot.ordinary ? "ticket" : "home"
        label: Words.say(cannot.ordinary ? "code.ordinary" : "home")
        onTriggered: cannot.touched("done")
    }

    QuietButton {
        objectName: "again"
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        visible: cannot.page.again
        width: Math.min(implicitWidth, parent.width * 0.5)
        height: foot.height
        label: Words.say("code.again")
        onTriggered: cannot.touched("again")
    }
}
