import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One item: its name, below it whose it is where that is in question, beside it what is known.
Card {
    id: card

    property string label
    property string styled  // the same with its match marked, where there is one
    property string aside
    property string badge
    readonly property real needed: words.height + 2 * padding

    say: label
    padding: Theme.mm(3)

    Column {
        id: words

        anchors.left: parent.left
        anchors.right: mark.left
        anchors.rightMargin: mark.width > 0 ? Theme.half : 0
        anchors.verticalCenter: parent.verticalCenter

        Label {
            width: parent.width
            text: card.styled !== "" ? card.styled : card.label
            textFormat: card.styled !== "" ? Text.StyledText : Text.PlainText
            color: card.ink
            font.pixelSize: Theme.rowName
        }

        Label {
            width: parent.width
            visible: text !== ""
            text: card.aside
            color: card.softInk
        }
    }

    Badge {
        id: mark

        anchors.right: arrow.left
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        visible: card.badge !== ""
        width: visible ? implicitWidth : 0
        label: card.badge
    }

    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: "forward"
        color: Theme.primary
        size: Theme.smallSign
    }
}
