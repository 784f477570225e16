import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Left alone: whoever sits here says the PIN again. What is called stands here all the same.
Item {
    id: lock

    required property var page
    required property var shown
    required property var panel
    required property var glass
    readonly property bool whole: !page.away && pin.text !== ""

    function entered() {
        pin.text = ""
        pin.input.forceActiveFocus()
    }

    function enter() {
        if (!whole || button.busy) return
        lock.panel.sign_in("", pin.text)
        pin.text = ""
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: Theme.unit

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "lock"
            color: Theme.primary
            size: Theme.deskNumber
        }

        Label {
            objectName: "lock-number"
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: lock.page.number
            font.pixelSize: Theme.title
            heavy: true
        }

        Label {
            objectName: "lock-said"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.say("panel.locked")
            color: Theme.muted
            font.pixelSize: Theme.deskBody
        }

        Field {
            id: pin

            objectName: "unlock-pin"
            width: parent.width
            label: Words.say("panel.pin")
            hidden: true
            limit: 8
            size: Theme.deskBody
            onAccepted: lock.enter()
        }

        PrimaryButton {
            id: button

            objectName: "unlock"
            width: parent.width
            height: Theme.deskKey
            label: Words.say("panel.unlock")
            busy: Words.of(lock.page.busy) !== ""
            busyLabel: Words.of(lock.page.busy)
            enabled: !busy && lock.whole
            onTriggered: lock.enter()
        }
    }
}
