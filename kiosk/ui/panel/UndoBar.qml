import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The last step, to be taken back while its seconds run. Its place is kept: nothing jumps.
Item {
    id: bar

    required property var undo  // null: nothing can be taken back
    property bool resting: false

    signal triggered()

    implicitHeight: Theme.deskUndo

    FrameKey {
        objectName: "undo"
        anchors.fill: parent
        visible: !!bar.undo
        resting: bar.resting
        say: Words.of(bar.undo?.label)
        onTriggered: bar.triggered()

        Row {
            anchors.left: parent.left
            anchors.leftMargin: Theme.half
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.half

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "undo"
                color: Theme.primary
                size: Math.round(Theme.deskBody * 1.3)
            }

            Label {
                objectName: "undo-words"
                text: Words.of(bar.undo?.label)
                color: Theme.primary
                font.pixelSize: Theme.deskBody
                heavy: true
            }
        }

        Label {
            anchors.right: parent.right
            anchors.rightMargin: Theme.half
            anchors.verticalCenter: parent.verticalCenter
            text: Words.of(bar.undo?.left) + "   Ctrl+Z"
            color: Theme.muted
            font.pixelSize: Theme.deskCaption
        }

        Rectangle {
            z: -1
            anchors.fill: parent
            radius: Theme.radius
            color: Theme.tint
            border.width: Theme.hairline
            border.color: Theme.primary
        }
    }
}
