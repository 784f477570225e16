import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What is not as it should be, along the bottom: the network, or a clock.
Rectangle {
    id: notice

    property var words
    property string tone: "warn"

    implicitHeight: lines.height + Theme.half
    color: Theme.toneTint(tone)

    Rectangle {
        width: parent.width
        height: Theme.hairline
        color: Theme.tone(notice.tone)
    }

    Icon {
        id: sign

        x: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        name: "warning"
        color: Theme.tone(notice.tone)
        size: Theme.smallSign
    }

    BothLines {
        id: lines

        objectName: "notice"
        anchors.left: sign.right
        anchors.leftMargin: Theme.half
        anchors.right: parent.right
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        words: notice.words
        size: Theme.body
        softInk: Theme.ink
    }
}
