import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which window this is and who sits there; language and the way out.
Rectangle {
    id: bar

    required property var shown
    required property var panel

    signal folded()

    color: Theme.surface

    Row {
        anchors.left: parent.left
        anchors.leftMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.half

        Label {
            objectName: "title"
            anchors.verticalCenter: parent.verticalCenter
            text: Words.of(bar.shown.title)
            font.pixelSize: Theme.button
            heavy: true
        }

        Label {
            objectName: "clerk"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.shown.clerk
            color: Theme.muted
            font.pixelSize: Theme.deskBody
        }
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.half

        LanguageKey {
            implicitHeight: bar.height - Theme.half
            size: Theme.deskBody
        }

        GreyKey {
            visible: bar.shown.signed_in
            width: out.width
            height: out.height
            grey: !bar.shown.sign_out
            onTried: bar.panel.press("sign-out")

            TextKey {
                id: out

                objectName: "sign-out"
                enabled: bar.shown.sign_out
                implicitHeight: bar.height - Theme.half
                size: Theme.deskBody
                word: Words.say("panel.sign-out")
                resting: bar.shown.resting
                onTriggered: bar.panel.press("sign-out")
            }
        }

        FrameKey {
            objectName: "fold"
            visible: bar.shown.signed_in
            implicitHeight: bar.height - Theme.half
            width: implicitHeight
            size: Theme.deskBody
            icon: "fold"
            say: Words.say("panel.fold")
            onTriggered: bar.folded()
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
