import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One call: number and window, and in words what is special about it.
Rectangle {
    id: row

    required property var call  // null: an empty place
    required property int windowAt
    readonly property bool marked: call?.marked ?? false
    readonly property color ink: marked ? Theme.primaryInk : Theme.ink
    readonly property bool noted: (call?.note.zh ?? "") !== ""

    // Where number and window stand: digits in the middle; a Q lifts both, so that its tail is in
    // the row as well.
    readonly property real middle: (height - digit.tightBoundingRect.height) / 2
                                 - digit.tightBoundingRect.y
    readonly property real lowest: height - outline - letters.tightBoundingRect.bottom
    readonly property real foot: Math.min(middle, lowest)
    readonly property int outline: 2

    // A long number leaves less room for the note.
    readonly property real noteRoom: windowAt - number.x - number.width - 1.5 * Theme.boardUnit
    readonly property real noteWide: Math.max(noteZh.advanceWidth, noteEn.advanceWidth, 1)
    readonly property real besideSign: (noteRoom - 2 * Theme.boardHeading) / noteWide
    readonly property bool signed: besideSign > 0.75  // else the words need its room
    readonly property int noteSize: Math.floor(Theme.boardNote
                                               * Math.min(1, signed ? besideSign : noteRoom / noteWide))

    TextMetrics {
        id: noteZh

        font.pixelSize: Theme.boardNote
        text: row.call?.note.zh ?? ""
    }

    TextMetrics {
        id: noteEn

        font.pixelSize: Theme.boardNote
        text: row.call?.note.en ?? ""
    }

    radius: Theme.boardUnit / 2
    color: marked ? Theme.primary : call ? Theme.surface : "transparent"

    component Digits: Label {
        y: Math.round(row.foot - baselineOffset)
        color: row.ink
        font.pixelSize: Theme.boardNumber
        heavy: true
        wrapMode: Text.NoWrap
    }

    TextMetrics {
        id: digit

        font: number.font
        text: "0"
    }

    TextMetrics {
        id: letters

        font: number.font
        text: number.text
    }

    Digits {
        id: number

        objectName: "number"
        x: Theme.boardUnit
        text: row.call?.number ?? ""
    }

    Row {
        anchors.right: parent.left
        anchors.rightMargin: Theme.boardUnit - row.windowAt
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.boardUnit / 3
        visible: row.noted

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: row.signed
            name: row.call?.dark ? "warning" : "repeat"
            color: note.ink
            size: Theme.boardHeading * 2
        }

        Column {
            id: note

            readonly property color ink: row.marked ? Theme.primaryInk : row.call?.dark ? Theme.warn : Theme.muted

            Label {
                objectName: "note-zh"
                height: row.height / 2
                wrapMode: Text.NoWrap
                text: row.call?.note.zh ?? ""
                color: note.ink
                font.pixelSize: row.noteSize
            }

            Label {
                objectName: "note-en"
                height: row.height / 2
                wrapMode: Text.NoWrap
                text: row.call?.note.en ?? ""
                color: note.ink
                font.pixelSize: row.noteSize
            }
        }
    }

    Digits {
        objectName: "window"
        x: row.windowAt
        text: row.call?.window ?? ""
    }

    Icon {
        anchors.right: parent.right
        anchors.rightMargin: Theme.boardUnit
        anchors.verticalCenter: parent.verticalCenter
        visible: row.marked
        name: "bell"
        color: row.ink
        size: Math.round(Theme.boardNumber * 0.6)
    }
}
