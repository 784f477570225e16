import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One line of what the hall has to say; a touch shows all of it.
Card {
    id: key

    property string text
    property string tone: "primary"

    say: text
    padding: Theme.half
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 2 * padding)

    Icon {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        name: key.tone === "primary" ? "bell" : "warning"
        color: key.down ? key.ink : Theme.tone(key.tone)
        size: Math.round(Theme.body * 1.4)
    }

    Label {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.half
        anchors.right: arrow.left
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        text: key.text
        color: key.ink
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: "forward"
        color: key.down ? key.ink : Theme.primary
        size: Theme.smallSign
    }
}
