import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The hall board, read from ten metres, on any glass: the calls on the left and the hall on the right of a
// wide one, the calls above and the hall below on a high one.
Screen {
    id: screen

    required property var shown
    readonly property int rows: 8
    readonly property int gap: Theme.boardUnit / 6
    readonly property int windowAt: Math.round(calls.width * 0.7)
    readonly property bool high: height > width
    readonly property int edge: Theme.boardUnit
    readonly property bool carded: (shown.card ?? null) !== null
    readonly property real rowHeight: (calls.height - headings.height - (rows - 1) * gap) / rows

    width: Theme.mm(1218)
    height: Math.round(width * 9 / 16)
    visible: true
    flags: Qt.Window | Qt.FramelessWindowHint
    title: Words.of(shown.hall)
    troubleTitle: Theme.boardClock
    troubleBody: Theme.boardHeading

    Item {
        id: calls

        x: screen.edge
        y: Math.round(screen.edge * 0.8)
        width: screen.high ? screen.width - 2 * screen.edge
                           : Math.round(screen.width * 2 / 3 - 1.5 * screen.edge)
        height: screen.high ? Math.round(screen.height * 0.56)
                            : screen.height - 2 * y

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
                x: Math.min(screen.windowAt, calls.width - width)
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
                    height: screen.rowHeight
                    visible: !screen.carded || index < screen.rows / 2
                    call: screen.shown.rows[index] ?? null
                    windowAt: screen.windowAt
                }
            }
        }

        Column {
            objectName: "nobody"
            anchors.centerIn: parent
            anchors.verticalCenterOffset: screen.carded ? -Math.round(parent.height / 4) : 0
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

    HungNotice {
        objectName: "card"
        x: calls.x
        anchors.bottom: calls.bottom
        width: calls.width
        height: Math.floor(screen.rows / 2 * (screen.rowHeight + screen.gap) - screen.gap)
        visible: screen.carded
        card: screen.shown.card ?? null
    }

    Item {
        id: hall

        objectName: "hall"
        x: screen.high ? screen.edge : calls.x + calls.width + screen.edge
        y: screen.high ? calls.y + calls.height + screen.edge : screen.edge
        width: screen.width - screen.edge - x
        height: screen.height - screen.edge - y

        // On a high glass the clock stands beside the hall's name: the zones have the whole width.
        Grid {
            id: top

            columns: screen.high ? 2 : 1
            columnSpacing: screen.edge
            width: parent.width

            Column {
                id: name

                width: screen.high ? Math.round(top.width * 0.44) : top.width

                Label {
                    width: parent.width
                    text: screen.shown.hall.zh
                    font.pixelSize: Theme.boardHeading
                    heavy: true
                }

                Label {
                    width: parent.width
                    text: screen.shown.hall.en
                    color: Theme.muted
                    font.pixelSize: Theme.boardBody
                }
            }

            Moment {
                width: screen.high ? top.width - name.width - screen.edge : top.width
                time: screen.shown.time
                date: screen.shown.date
            }
        }

        ZoneBars {
            readonly property int above: top.height + Math.round(screen.edge / 2)

            anchors.right: parent.right
            anchors.bottom: notice.top
            anchors.bottomMargin: Math.round(screen.edge * 0.8)
            width: parent.width
            room: notice.y - anchors.bottomMargin - above
            zones: screen.shown.zones
            most: screen.shown.most
            elsewhere: screen.shown.elsewhere
            held: screen.shown.held
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
