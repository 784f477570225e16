import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Really? The reason is the answer; the other key keeps the number.
DeskPage {
    id: cancelling

    PageKey { page: cancelling; sequence: "Esc"; onActivated: cancelling.pressed("back", "") }

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.mm(150))
        spacing: Theme.unit

        Label {
            objectName: "really"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.of(cancelling.page.title)
            font.pixelSize: Theme.title
            heavy: true
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.of(cancelling.page.queue) + " · " + Words.say("guide.really.sub")
            color: Theme.muted
            font.pixelSize: Theme.button
        }

        Repeater {
            model: cancelling.page.reasons.length

            QuietButton {
                required property int index
                readonly property var reason: cancelling.at(cancelling.page.reasons, index)

                objectName: "reason-" + (reason.value ?? "")
                width: parent.width
                height: Theme.deskKey
                label: Words.of(reason.label)
                hint: reason.digit ?? ""
                enabled: cancelling.page.possible
                onTriggered: cancelling.pressed("reason", reason.value)

                PageKey {
                    page: cancelling
                    sequence: reason.digit ?? ""
                    autoRepeat: false
                    onActivated: cancelling.pressed("reason", reason.value)
                }
            }
        }

        DeskKey {
            look: cancelling.page.back
            width: parent.width
            height: Theme.deskKey
            onTriggered: cancelling.pressed(look.name, "")
        }
    }
}
