import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Staff number and PIN, by keyboard or by the digits beside them.
DeskPage {
    id: signing

    property var field: number.input  // that the digits go to

    readonly property bool whole: !page.away && number.text !== "" && pin.text !== ""

    function entered() {
        number.text = pin.text = ""
        number.input.forceActiveFocus()
    }

    function enter() {
        if (!whole || button.busy) return
        signing.signedIn(number.text, pin.text)
        pin.text = ""
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.mm(14)

        Column {
            width: Theme.mm(90)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit

            Row {
                spacing: Theme.unit

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "person"
                    color: Theme.primary
                    size: Theme.middleSign
                }

                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.mm(90) - Theme.middleSign - Theme.unit
                    text: Words.say("guide.welcome")
                    font.pixelSize: Theme.button
                    heavy: true
                }
            }

            Field {
                id: number

                objectName: "staff-number"
                width: parent.width
                label: Words.say("guide.staff-number")
                limit: 8
                size: Theme.button
                onAccepted: pin.input.forceActiveFocus()
                input.onActiveFocusChanged: if (input.activeFocus) signing.field = input
            }

            Field {
                id: pin

                objectName: "pin"
                width: parent.width
                label: Words.say("guide.pin")
                hidden: true
                limit: 8
                size: Theme.button
                onAccepted: signing.enter()
                input.onActiveFocusChanged: if (input.activeFocus) signing.field = input
            }

            PrimaryButton {
                id: button

                objectName: "sign-in"
                width: parent.width
                height: Theme.deskKey
                label: Words.say("guide.sign-in")
                busy: Words.of(signing.page.busy) !== ""
                busyLabel: Words.of(signing.page.busy)
                enabled: !busy && signing.whole
                onTriggered: signing.enter()
            }
        }

        Grid {
            columns: 3
            spacing: Theme.half
            anchors.verticalCenter: parent.verticalCenter

            Repeater {
                model: "123456789".split("").concat(["erase", "0", "next"])

                PadKey {
                    required property string modelData
                    readonly property bool digit: modelData.length === 1

                    objectName: "digit-" + modelData
                    width: Theme.mm(24)
                    height: Theme.target
                    label: digit ? modelData : ""
                    icon: modelData === "erase" ? "delete" : modelData === "next" ? "arrow-right" : ""
                    say: digit ? modelData : Words.say(modelData === "erase" ? "ticket.erase"
                                                                             : "guide.next")
                    onTriggered: {
                        const into = signing.field
                        if (digit) into.insert(into.length, modelData)
                        else if (modelData === "erase") into.remove(into.length - 1, into.length)
                        else (into === number.input ? pin.input : number.input).forceActiveFocus()
                    }
                }
            }
        }
    }
}
