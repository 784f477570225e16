import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The same in both languages, one below the other; only as large as there is room.
Column {
    id: lines

    property var words
    property int size: Theme.body
    property int softSize: Math.max(Theme.clockInSoft, Math.round(size * 0.6))
    property color ink: Theme.ink
    property color softInk: Theme.muted
    property bool bold: false
    property int alignment: Text.AlignLeft

    visible: (words?.zh ?? "") !== ""
    spacing: Math.round(softSize * 0.1)

    FitLabel {
        objectName: lines.objectName + "-zh"
        width: lines.width
        height: Math.round(font.pixelSize * 1.35)
        fontSizeMode: Text.HorizontalFit
        wrapMode: Text.NoWrap
        horizontalAlignment: lines.alignment
        text: lines.words?.zh ?? ""
        color: lines.ink
        font.pixelSize: lines.size
        heavy: lines.bold
    }

    Label {
        objectName: lines.objectName + "-en"
        width: lines.width
        horizontalAlignment: lines.alignment
        text: lines.words?.en ?? ""
        color: lines.softInk
        font.pixelSize: lines.softSize
    }
}
