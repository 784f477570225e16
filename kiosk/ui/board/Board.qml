import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The hall board, 16 : 9, read from ten metres: calls on the left, the hall on the right.
Screen {
    id: screen

    required property var shown
    readonly property int rows: 8
    readonly property int gap: Theme.boardUnit / 6
    readonly property int windowAt: Math.round(calls.width * 0.7)

    width: Theme.mm(1218)
    height: Math.round(width * 9 / 16)
    visible: true
    flags: Qt.Window | Qt.FramelessWindowHint
    title: Words.of(shown.hall)
    troubleTitle: Theme.boardClock
    troubleBody: Theme.boardHeading

    Item {
        id: calls

        anchors.left: parent.left
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.margins: Theme.boardUnit
        anchors.topMargin: Theme.boardUnit * 0.8
        anchors.bottomMargin: Theme.boardUnit * 0.8
        width: Math.round(parent.width * 2 / 3) - 1.5 * Theme.boardUnit

        Item {
            id: headings

            width: parent.width
            height: Math.round(Theme.boardHeading * 1.4)

            BothWords {
                x: Theme.boardUnit
                words: Words.table["board.number"]
                size: Theme.boardHeading
                ink: Theme.muted
            }

            BothWords {
                x: screen.windowAt
                words: Words.table["board.window"]
                size: Theme.boardHeading
                ink: Theme.muted
            }
        }

        Column {
            anchors.top: headings.bottom
            anchors.bottom: parent.bottom
            width: parent.width
            spacing: screen.gap

            Repeater {
                model: screen.rows

                CallRow {
                    required property int index

                    objectName: "call-" + index
                    width: calls.width
                    height: (calls.height - headings.height - (screen.rows - 1) * screen.gap)
                          / screen.rows
                    call: screen.shown.rows[index] ?? null
                    windowAt: screen.windowAt
                }
            }
        }

        Column {
            objectName: "nobody"
            anchors.centerIn: parent
            visible: screen.shown.rows.length === 0 && screen.shown.tone !== "stop"

            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                text: Words.table["board.nobody"]?.zh ?? ""
                color: Theme.muted
                font.pixelSize: Theme.boardClock
            }

            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                text: Words.table["board.nobody"]?.en ?? ""
                color: Theme.muted
                font.pixelSize: Theme.boardClock
            }
        }
    }

    Item {
        anchors.left: calls.right
        anchors.leftMargin: Theme.boardUnit
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.margins: Theme.boardUnit

        Column {
            id: top

            width: parent.width

            Label {
                width: parent.width
                text: screen.shown.hall.zh
                font.pixelSize: Theme.boardHeading
                font.bold: true
            }

            Label {
                width: parent.width
                text: screen.shown.hall.en
                color: Theme.muted
                font.pixelSize: Theme.boardBody
            }

            Label {
                objectName: "time"
                text: screen.shown.time
                heavy: true
                font.pixelSize: Theme.boardClock
            }

            Label {
                width: parent.width
                text: screen.shown.date.zh
                font.pixelSize: Theme.boardBody
            }

            Label {
                width: parent.width
                text: screen.shown.date.en
                color: Theme.muted
                font.pixelSize: Theme.boardBody
            }
        }

        ZoneBars {
            anchors.bottom: notice.top
            anchors.bottomMargin: Theme.boardUnit * 1.5
            width: parent.width
            zones: screen.shown.zones
            most: screen.shown.most
        }

        NoticeBox {
            id: notice

            objectName: "notice"
            anchors.bottom: parent.bottom
            width: parent.width
            words: screen.shown.notice
            tone: screen.shown.tone
        }
    }
}
