import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A notice of the hall in the place of the oldest calls, while nobody is called. Each text has a share of the
// height, and is as large as it can be there.
Rectangle {
    id: hung

    required property var card
    readonly property real inside: width - 2 * Theme.boardUnit
    readonly property real room: height - Theme.boardUnit
    readonly property bool english: (card?.title.en ?? "") !== "" || (card?.text.en ?? "") !== ""
    readonly property real share: english ? room : room / 0.64

    radius: Theme.boardUnit / 2
    color: Theme.surface
    border.width: Math.max(1, Theme.boardUnit / 16)
    border.color: Theme.primary

    Column {
        x: Theme.boardUnit
        y: Math.round(Theme.boardUnit / 2)
        width: hung.inside

        FitLabel {
            objectName: "hung-title-zh"
            width: parent.width
            height: Math.floor(hung.share * 0.32)
            minimumPixelSize: Theme.boardLeast
            text: hung.card?.title.zh ?? ""
            font.pixelSize: Theme.boardClock
            heavy: true
        }

        FitLabel {
            objectName: "hung-title-en"
            width: parent.width
            height: Math.floor(hung.share * 0.16)
            visible: hung.english
            minimumPixelSize: Theme.boardLeast
            text: hung.card?.title.en ?? ""
            font.pixelSize: Theme.boardNote
        }

        FitLabel {
            objectName: "hung-text-zh"
            width: parent.width
            height: Math.floor(hung.share * 0.32)
            minimumPixelSize: Theme.boardLeast
            text: hung.card?.text.zh ?? ""
            font.pixelSize: Math.round(Theme.boardClock * 0.75)
        }

        FitLabel {
            objectName: "hung-text-en"
            width: parent.width
            height: Math.floor(hung.share * 0.2)
            visible: hung.english
            minimumPixelSize: Theme.boardLeast
            text: hung.card?.text.en ?? ""
            color: Theme.muted
            font.pixelSize: Theme.boardNote
        }
    }
}
