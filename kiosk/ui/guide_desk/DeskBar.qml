import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which desk this is and who sits there; the time, the language and the way out.
Rectangle {
    id: bar

    required property var shown
    required property var desk

    height: Theme.target
    color: Theme.surface

    Row {
        anchors.left: parent.left
        anchors.leftMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "desk"
            color: Theme.primary
            size: Theme.icon
        }

        Label {
            objectName: "title"
            anchors.verticalCenter: parent.verticalCenter
            text: Words.of(bar.shown.title)
            font.pixelSize: Theme.button
            font.bold: true
        }

        Label {
            objectName: "guide"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.shown.guide
            color: Theme.muted
            font.pixelSize: Theme.button
        }
    }

    Row {
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.half

        Label {
            objectName: "time"
            anchors.verticalCenter: parent.verticalCenter
            rightPadding: Theme.unit
            text: bar.shown.time
            font.pixelSize: Theme.button
            font.bold: true
        }

        FrameKey {
            objectName: "language"
            width: Math.max(Theme.target, language.width + Theme.unit)
            implicitHeight: bar.height
            say: Words.say("language")
            onTriggered: Words.language = Words.language === "zh" ? "en" : "zh"

            Label {
                id: language

                anchors.centerIn: parent
                text: Words.say("language")
                color: Theme.muted
                font.pixelSize: Theme.body
            }
        }

        FrameKey {
            objectName: "sign-out"
            visible: bar.shown.signed_in
            enabled: bar.shown.sign_out
            width: Math.max(Theme.target, out.width + Theme.unit)
            implicitHeight: bar.height
            say: Words.say("guide.sign-out")
            onTriggered: bar.desk.press("sign-out", "")

            Label {
                id: out

                anchors.centerIn: parent
                text: Words.say("guide.sign-out")
                color: parent.enabled ? Theme.ink : Theme.offInk
                font.pixelSize: Theme.body
            }
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
