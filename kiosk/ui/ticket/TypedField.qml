import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What has been typed so far, with a standing caret.
Rectangle {
    id: field

    property string text
    property string hint
    property string icon: "search"

    height: Theme.target
    radius: Theme.radius
    color: Theme.surface
    border.width: 2 * Theme.hairline
    border.color: Theme.primary

    Icon {
        id: sign

        anchors.left: parent.left
        anchors.leftMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        name: field.icon
        color: Theme.primary
        size: Theme.sign
    }

    Label {
        id: typed

        anchors.left: sign.right
        anchors.leftMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        text: field.text
        font.pixelSize: Theme.letter
        heavy: true
        font.letterSpacing: Theme.quarter
    }

    Rectangle {
        anchors.left: typed.right
        anchors.leftMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.focusRing
        height: Theme.caret
        color: Theme.primary
    }

    Label {
        anchors.left: typed.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit
        height: parent.height
        visible: field.text === ""
        text: field.hint
        color: Theme.muted
    }
}
