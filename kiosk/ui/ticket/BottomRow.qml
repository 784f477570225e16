import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The foot of a page: a quiet word at the left, the one action always at the bottom right.
Item {
    id: row

    property string hint
    property string hintIcon  // of a hint that matters
    property string label
    property string icon: "ticket"
    property string name: "take"
    property bool ready: true

    signal triggered()

    anchors.bottom: parent.bottom
    width: parent.width
    height: Math.max(Theme.footKey, words.implicitHeight)

    Icon {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        visible: row.hintIcon !== "" && row.hint !== ""
        name: row.hintIcon
        color: Theme.warn
        size: visible ? Theme.sign : 0
    }

    Label {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: sign.visible ? Theme.half : 0
        anchors.right: button.left
        anchors.rightMargin: Theme.unit
        height: parent.height
        text: row.hint
        color: sign.visible ? Theme.ink : Theme.muted
    }

    PrimaryButton {
        id: button

        objectName: row.name
        anchors.right: parent.right
        width: Math.min(row.width, Math.max(implicitWidth, row.width * 0.42))
        height: parent.height
        label: row.label
        icon: row.icon
        enabled: row.ready
        size: Math.round(Theme.button * 1.15)
        onTriggered: row.triggered()
    }
}
