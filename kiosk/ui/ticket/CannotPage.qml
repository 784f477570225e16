import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What does not work, why, and when again or where to go.
KioskPage {
    id: cannot

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width - 4 * Theme.unit
        spacing: cannot.flat ? Theme.unit : 2 * Theme.unit

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: cannot.flat ? Theme.smallDisc : Theme.largeDisc
            height: width
            radius: width / 2
            color: Theme.warnTint
            border.width: Theme.hairline
            border.color: Theme.warn

            Icon {
                anchors.centerIn: parent
                name: cannot.page.icon
                color: Theme.warn
                size: parent.width * 0.56
            }
        }

        Label {
            objectName: "what"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.of(cannot.page.what)
            font.pixelSize: Theme.title
            font.bold: true
        }

        Label {
            objectName: "why"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
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
        icon: "home"
        label: Words.say("home")
        onTriggered: cannot.touched("done")
    }
}
