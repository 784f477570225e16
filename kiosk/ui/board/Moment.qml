import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Time and date: the date beside the clock, where room is wanted below.
Item {
    id: moment

    required property string time
    required property var date
    property bool beside: false

    implicitHeight: Math.max(clock.height, dates.y + dates.height)

    Label {
        id: clock

        objectName: "time"
        text: moment.time
        heavy: true
        font.pixelSize: Theme.boardClock
    }

    Column {
        id: dates

        x: moment.beside ? clock.width + Theme.boardUnit / 2 : 0
        y: moment.beside ? Math.round((clock.height - height) / 2) : clock.height
        width: moment.width - x

        FitLabel {
            width: parent.width
            height: Math.round(Theme.boardBody * 1.4)
            fontSizeMode: Text.HorizontalFit
            wrapMode: Text.NoWrap
            text: moment.date.zh
            font.pixelSize: Theme.boardBody
        }

        FitLabel {
            width: parent.width
            height: Math.round(Theme.boardBody * 1.4)
            fontSizeMode: Text.HorizontalFit
            wrapMode: Text.NoWrap
            text: moment.date.en
            color: Theme.muted
            font.pixelSize: Theme.boardBody
        }
    }
}
