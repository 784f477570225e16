import QtQuick
import kiosk.ui

// The one action a screen is for. While `busy` it says what is under way and cannot be pressed.
Pressable {
    id: button

    property string label
    property string icon
    property string hint  // the key that presses it, where there is a keyboard
    property bool busy: false
    property string busyLabel
    property int size: Theme.button
    readonly property color face: down ? Theme.pressed : enabled || busy ? Theme.primary : Theme.off
    readonly property color ink: enabled || busy ? Theme.primaryInk : Theme.offInk

    say: label
    implicitWidth: row.implicitWidth + 4 * Theme.unit
    implicitHeight: Math.max(Theme.target, row.implicitHeight + 2 * Theme.unit)

    Shadow { visible: button.enabled }

    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: button.face
    }

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.half

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: button.icon !== "" && !button.busy
            name: button.icon
            color: button.ink
            size: Math.round(button.size * 1.2)
        }

        Spinner {
            anchors.verticalCenter: parent.verticalCenter
            visible: button.busy
            color: button.ink
            size: Math.round(button.size * 1.2)
        }

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: button.busy ? button.busyLabel : button.label
            color: button.ink
            font.pixelSize: button.size
            heavy: true
        }
    }

    Label {
        anchors.right: parent.right
        anchors.rightMargin: Theme.half
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.quarter
        visible: button.hint !== "" && !button.busy
        text: button.hint
        color: button.ink
        font.pixelSize: Theme.deskCaption
    }
}
