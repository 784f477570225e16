import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which hall, which screen, which day; and the time, where the page does not tell it.
Item {
    id: line

    property var hall
    property string place
    property var date
    property string time
    readonly property bool high: width < Theme.mm(170)  // too narrow for two columns
    readonly property real room: width - clock.width - 3 * Theme.unit

    implicitHeight: high ? Theme.clockInHighBar : Theme.clockInBar

    component Line: FitLabel {
        width: parent.width
        height: Theme.mm(6)
        wrapMode: Text.NoWrap
        minimumPixelSize: Theme.clockInLeast
        font.pixelSize: Theme.caption
    }

    Column {
        x: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: line.high ? line.room : Math.round(line.room * 0.55)

        Line {
            objectName: "hall"
            text: line.hall.zh + (line.place && !line.high ? " · " + line.place : "")
            heavy: true
        }

        Line {
            visible: line.high
            text: line.date.zh + (line.place ? " · " + line.place : "")
        }

        Line {
            text: line.high ? line.date.en : line.hall.en
            color: Theme.muted
            font.pixelSize: Theme.clockInSoft
        }
    }

    Column {
        anchors.right: clock.left
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(line.room * 0.45)
        visible: !line.high

        Line {
            objectName: "date"
            horizontalAlignment: Text.AlignRight
            text: line.date.zh
        }

        Line {
            horizontalAlignment: Text.AlignRight
            text: line.date.en
            color: Theme.muted
            font.pixelSize: Theme.clockInSoft
        }
    }

    Label {
        id: clock

        objectName: "time"
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        text: line.time
        font.pixelSize: Theme.title
        heavy: true
        wrapMode: Text.NoWrap
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
