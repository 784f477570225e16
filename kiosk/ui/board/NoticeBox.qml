import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The one notice: what to do when a number was missed, a sign is dark, or the server is away.
Rectangle {
    id: box

    required property var words
    required property string tone

    // No line ends within a clause, where it can be helped: 导办台 is one word.
    readonly property string clauses: (words.zh ?? "").replace(/([^，。；、])(?=[^，。；、])/g, "$1\u2060")

    implicitHeight: column.implicitHeight + Theme.boardUnit
    radius: Theme.boardUnit / 2
    color: Theme.toneTint(tone)
    border.width: Math.max(1, Theme.boardUnit / 16)
    border.color: Theme.tone(tone)

    Icon {
        id: sign

        x: Theme.boardUnit * 0.5
        anchors.verticalCenter: parent.verticalCenter
        name: box.tone === "primary" ? "info" : "warning"
        color: Theme.tone(box.tone)
        size: Math.round(Theme.boardHeading * 1.3)
    }

    Column {
        id: column

        anchors.left: sign.right
        anchors.leftMargin: Theme.boardUnit * 0.5
        anchors.right: parent.right
        anchors.rightMargin: Theme.boardUnit * 0.4
        anchors.verticalCenter: parent.verticalCenter

        Label {
            objectName: "notice-zh"
            width: parent.width
            text: box.clauses
            font.pixelSize: Theme.boardNotice
        }

        Label {
            objectName: "notice-en"
            width: parent.width
            text: box.words.en
            font.pixelSize: Theme.boardNotice
        }
    }
}
