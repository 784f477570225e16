import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What does not work, why, and where to go: the middle of a page.
Column {
    id: told

    property string icon
    property string what
    property string why
    property string then
    property bool flat

    spacing: told.flat ? Theme.half : 2 * Theme.unit

    Disc {
        anchors.horizontalCenter: parent.horizontalCenter
        width: told.flat ? Theme.target : Theme.largeDisc
        color: Theme.warnTint
        border.width: Theme.hairline
        border.color: Theme.warn
        icon: told.icon
        ink: Theme.warn
    }

    CentredLabel {
        objectName: "what"
        text: told.what
        font.pixelSize: Theme.title
        heavy: true
    }

    CentredLabel {
        objectName: "why"
        text: told.why
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
            width: Math.min(implicitWidth, told.width - 2 * Theme.unit - desk.width)
            text: told.then
            font.pixelSize: Theme.lead
            color: Theme.primary
        }
    }
}
