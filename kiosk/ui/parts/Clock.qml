import QtQuick
import kiosk.ui

// Time and date of the hall, as the program tells them.
Column {
    id: clock

    property string time
    property string date
    property int timeSize: Theme.title
    property int dateSize: Theme.body
    property color ink: Theme.ink
    property bool toRight: true

    Label {
        anchors.right: clock.toRight ? parent.right : undefined
        wrapMode: Text.NoWrap
        text: clock.time
        color: clock.ink
        font.pixelSize: clock.timeSize
        font.bold: true
    }

    Label {
        anchors.right: clock.toRight ? parent.right : undefined
        wrapMode: Text.NoWrap
        text: clock.date
        color: clock.ink
        font.pixelSize: clock.dateSize
    }
}
