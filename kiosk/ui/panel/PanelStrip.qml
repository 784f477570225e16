import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The panel folded: the number at the window, the one large key, what may be taken back, and the way back
// to the whole of it.
Item {
    id: strip

    required property var ticket
    required property var main
    required property var undo
    property bool resting: false

    signal pressed(string name)
    signal unfolded()

    Label {
        id: number

        objectName: "strip-number"
        anchors.left: parent.left
        anchors.leftMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(25)
        text: strip.ticket.number || Words.of(strip.ticket.headline)
        color: strip.ticket.number ? Theme.ink : Theme.muted
        font.pixelSize: Theme.title
        heavy: true
        wrapMode: Text.NoWrap
    }

    PrimaryButton {
        objectName: "strip-main"
        anchors.left: number.right
        anchors.leftMargin: Theme.quarter
        anchors.right: back.visible ? back.left : unfold.left
        anchors.rightMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - Theme.half
        size: Theme.button
        label: Words.of(strip.main.label)
        icon: strip.main.icon
        busy: Words.of(strip.main.busy) !== ""
        busyLabel: Words.of(strip.main.busy)
        enabled: strip.main.enabled
        resting: strip.resting
        onTriggered: strip.pressed("main")
    }

    QuietButton {
        id: back

        objectName: "strip-undo"
        anchors.right: unfold.left
        anchors.rightMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(20)
        height: parent.height - Theme.half
        visible: !!strip.undo
        upright: true
        icon: "undo"
        size: Theme.deskBody
        label: Words.say("undo.short")
        resting: strip.resting
        onTriggered: strip.pressed("undo")
    }

    FrameKey {
        id: unfold

        objectName: "unfold"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.deskSmallKey
        implicitHeight: parent.height
        size: Theme.deskBody
        icon: "unfold"
        say: Words.say("panel.unfold")
        onTriggered: strip.unfolded()
    }
}
