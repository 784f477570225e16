import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The same in both languages, side by side, equally large.
Row {
    id: both

    property var words
    property int size: Theme.boardBody
    property color ink: Theme.ink
    property color softInk: Theme.muted

    spacing: Math.round(size / 2)

    Label {
        text: both.words?.zh ?? ""
        color: both.ink
        font.pixelSize: both.size
        wrapMode: Text.NoWrap
    }

    Label {
        text: both.words?.en ?? ""
        color: both.softInk
        font.pixelSize: both.size
        wrapMode: Text.NoWrap
    }
}
