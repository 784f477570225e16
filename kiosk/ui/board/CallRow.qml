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

    radius: Theme.boardUnit / 2
    color: marked ? Theme.primary : call ? Theme.surface : "transparent"

    component Digits: Label {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Math.round(font.pixelSize * 0.07)  // digits have no tails
        color: row.ink
        font.pixelSize: Theme.boardNumber
        heavy: true
        wrapMode: Text.NoWrap
    }

    Digits {
        objectName: "number"
        x: Theme.boardUnit
        text: row.call?.number ?? ""
    }

    Row {
        anchors.right: parent.left
        anchors.rightMargin: Theme.boardUnit - row.windowAt
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.boardUnit / 2
        visible: row.noted

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: row.call?.dark ? "warning" : "repeat"
            color: note.ink
            size: Math.round(Theme.boardHeading * 1.2)
        }

        Column {
            id: note

            readonly property color ink: row.marked ? Theme.primaryInk : row.call?.dark ? Theme.warn : Theme.muted

            Label {
                objectName: "note-zh"
                text: row.call?.note.zh ?? ""
                color: note.ink
                font.pixelSize: Theme.boardBody
            }

            Label {
                objectName: "note-en"
                text: row.call?.note.en ?? ""
                color: note.ink
                font.pixelSize: Theme.boardBody
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
