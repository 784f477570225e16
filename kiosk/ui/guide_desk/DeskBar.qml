import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which desk this is and who sits there; the time, the language and the way out.
Rectangle {
    id: bar

    required property var shown
    required property var desk
    readonly property real free: end.x - 4 * Theme.unit - Theme.icon

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

        FitLabel {
            id: title

            objectName: "title"
            width: Math.min(whole.implicitWidth, bar.free - guide.width)
            height: bar.height
            text: Words.of(bar.shown.title)
            font.pixelSize: Theme.button
            heavy: true

            Unfitted { id: whole; of: title }
        }

        FitLabel {
            id: guide

            objectName: "guide"
            width: Math.min(name.implicitWidth, bar.free * 0.35)
            height: bar.height
            text: bar.shown.guide
            color: Theme.muted
            font.pixelSize: Theme.button

            Unfitted { id: name; of: guide }
        }
    }

    Row {
        id: end

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
            heavy: true
        }

        LanguageKey {
            implicitHeight: bar.height
            least: Theme.target
        }

        TextKey {
            objectName: "sign-out"
            visible: bar.shown.signed_in
            enabled: bar.shown.sign_out
            implicitHeight: bar.height
            least: Theme.target
            word: Words.say("guide.sign-out")
            onTriggered: bar.desk.press("sign-out", "")
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
