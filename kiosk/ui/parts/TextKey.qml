import QtQuick
import kiosk.ui

// A key of a staff screen's top bar: a word, and nothing around it.
FrameKey {
    id: key

    property string word
    property color wordInk: enabled ? Theme.ink : Theme.offInk
    property int least: 0

    say: word
    width: Math.max(least, text.width + Theme.unit)

    Label {
        id: text

        anchors.centerIn: parent
        text: key.word
        color: key.wordInk
        font.pixelSize: key.size
    }
}
