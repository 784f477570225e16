import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Time and date: the date beside the clock, for room is wanted below.
Item {
    id: moment

    required property string time
    required property var date

    implicitHeight: Math.max(clock.height, dates.height)

    Label {
        id: clock

        objectName: "time"
        text: moment.time
        heavy: true
        font.pixelSize: Theme.boardClock
    }

    Column {
        id: dates

        x: clock.width + Theme.boardUnit / 2
        y: Math.round((clock.height - height) / 2)
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
