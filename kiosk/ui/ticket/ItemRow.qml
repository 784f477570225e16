import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One item: its name, two lines on the ordinary page, with what is known beside it.
Card {
    id: card

    property string label
    property string styled  // the same with its match marked, where there is one
    property string aside
    property string badge

    // The longest names need the whole of a small row: the next page says whose item it is.
    readonly property int lines: Math.floor((height - 2 * Theme.unit) / (1.5 * Theme.least))
    readonly property bool crowded: label.length > lines * Math.floor(width * 0.45 / Theme.least)

    say: label
    padding: crowded ? Theme.half : Theme.unit

    FitLabel {
        anchors.left: parent.left
        anchors.right: right.left
        anchors.rightMargin: right.width > 0 ? Theme.unit : 0
        height: parent.height
        text: card.styled !== "" ? card.styled : card.label
        textFormat: card.styled !== "" ? Text.StyledText : Text.PlainText
        color: card.ink
        font.pixelSize: Theme.rowName
    }

    Row {
        id: right

        anchors.right: arrow.left
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.half

        Badge {
            visible: card.badge !== "" && !card.crowded
            label: card.badge
        }

        FitLabel {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== "" && !card.crowded
            width: Math.min(implicitWidth, card.width * 0.32)
            height: card.height - 2 * card.padding
            text: card.aside
            color: card.softInk
            font.pixelSize: Math.min(Theme.body, Theme.steadyBody)
        }
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
