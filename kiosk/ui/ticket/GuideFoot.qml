import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The foot of every page of a guide: one key of its own at the left, 取号 always at the bottom right.
Item {
    id: foot

    property string name
    property string icon
    property string label
    property bool ready: true  // its own key can be pressed
    property bool takeable: true

    signal touched(string name)

    anchors.bottom: parent.bottom
    width: parent.width
    height: Theme.footKey

    QuietButton {
        objectName: foot.name
        anchors.left: parent.left
        anchors.right: take.left
        anchors.rightMargin: Theme.apart
        height: parent.height
        visible: foot.name !== ""
        icon: foot.icon
        label: foot.label
        size: Theme.button
        enabled: foot.ready
        onTriggered: foot.touched(foot.name)
    }

    PrimaryButton {
        id: take

        objectName: "take"
        anchors.right: parent.right
        width: Math.min(foot.width, Math.max(implicitWidth, foot.width * 0.42))
        height: parent.height
        label: Words.say("ticket.get")
        icon: "ticket"
        size: Math.round(Theme.button * 1.15)
        enabled: foot.takeable
        onTriggered: foot.touched("take")
    }
}
