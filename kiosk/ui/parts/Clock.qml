import QtQuick
import kiosk.ui

// Time and date of the hall, as the program tells them; under or beside each other.
Grid {
    id: clock

    property string time
    property string date
    property int timeSize: Theme.title
    property int dateSize: Theme.body
    property color ink: Theme.ink
    property bool toRight: true
    property bool beside: false

    columns: beside ? 2 : 1
    columnSpacing: Theme.unit
    horizontalItemAlignment: toRight ? Grid.AlignRight : Grid.AlignLeft
    verticalItemAlignment: Grid.AlignVCenter

    Label {
        wrapMode: Text.NoWrap
        text: clock.time
        color: clock.ink
        font.pixelSize: clock.timeSize
        heavy: true
    }

    Label {
        wrapMode: Text.NoWrap
        text: clock.date
        color: clock.ink
        font.pixelSize: clock.dateSize
    }
}
