import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Staff number and PIN.
Item {
    id: signIn

    required property var page
    required property var shown
    required property var panel
    required property var glass

    readonly property bool whole: !page.away && number.text !== "" && pin.text !== ""

    function entered() {
        number.text = pin.text = ""
        number.input.forceActiveFocus()
    }

    function enter() {
        if (!whole || button.busy) return
        signIn.panel.sign_in(number.text, pin.text)
        pin.text = ""
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: Theme.unit

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "person"
            color: Theme.primary
            size: Theme.deskNumber
        }

        Field {
            id: number

            objectName: "staff-number"
            width: parent.width
            label: Words.say("panel.staff-number")
            limit: 8
            size: Theme.deskBody
            onAccepted: pin.input.forceActiveFocus()
        }

        Field {
            id: pin

            objectName: "pin"
            width: parent.width
            label: Words.say("panel.pin")
            hidden: true
            limit: 8
            size: Theme.deskBody
            onAccepted: signIn.enter()
        }

        PrimaryButton {
            id: button

            objectName: "sign-in"
            width: parent.width
            height: Theme.deskKey
            label: Words.say("panel.sign-in")
            busy: Words.of(signIn.page.busy) !== ""
            busyLabel: Words.of(signIn.page.busy)
            enabled: !busy && signIn.whole
            onTriggered: signIn.enter()
        }
    }
}
