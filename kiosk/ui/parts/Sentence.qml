import QtQuick
import kiosk.ui

// One sentence that matters now: why something was refused, that the server is away.
Rectangle {
    id: sentence

    property string text
    property string tone: "warn"
    property string icon: tone === "ok" ? "tick" : tone === "primary" ? "info" : "warning"
    property int size: Theme.body

    implicitHeight: Math.max(sign.height, words.implicitHeight) + 2 * Theme.half
    radius: Theme.radius
    color: Theme.toneTint(tone)
    border.width: Theme.hairline
    border.color: Theme.tone(tone)

    Icon {
        id: sign

        x: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        name: sentence.icon
        color: Theme.tone(sentence.tone)
        size: Math.round(sentence.size * 1.4)
    }

    Label {
        id: words

        anchors.left: sign.right
        anchors.leftMargin: Theme.half
        anchors.right: parent.right
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        text: sentence.text
        font.pixelSize: sentence.size
    }
}
