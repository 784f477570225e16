import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Three ways to go on; the six busiest queues; one line of notice.
KioskPage {
    id: home

    readonly property int queues: page.queues.length
    readonly property real high: notice.y - gap - ways.y
    readonly property real column: flat && queues > 0 ? (width - 2 * gap) / 2 : width
    readonly property real waysHigh: flat || queues === 0 ? high : high * 0.58

    Label {
        id: hello

        width: parent.width
        text: Words.say("ticket.hello")
        font.pixelSize: Theme.title
        font.bold: true
    }

    Column {
        id: ways

        readonly property real each: (home.waysHigh - 2 * spacing) / 3

        anchors.top: hello.bottom
        anchors.topMargin: home.gap
        width: home.column
        spacing: home.gap

        WayCard {
            objectName: "card-take"
            width: parent.width
            height: ways.each
            icon: "ticket"
            label: Words.say("ticket.take")
            sub: Words.say("ticket.take.sub")
            onTriggered: home.touched("card-take")
        }

        WayCard {
            objectName: "card-guide"
            width: parent.width
            height: ways.each
            icon: "book"
            label: Words.say("ticket.guide")
            sub: Words.say("ticket.guide.sub")
            onTriggered: home.touched("card-guide")
        }

        WayCard {
            objectName: "card-progress"
            width: parent.width
            height: ways.each
            icon: "people"
            label: Words.say("ticket.progress")
            sub: Words.say("ticket.progress.sub")
            onTriggered: home.touched("card-progress")
        }
    }

    Label {
        id: busiest

        x: home.flat ? home.column + 2 * home.gap : 0
        y: home.flat ? hello.y : ways.y + ways.height + home.gap
        width: home.width - x
        height: home.flat ? hello.height : implicitHeight
        visible: home.queues > 0
        text: Words.say("ticket.busiest")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        id: grid

        readonly property int lines: Math.max(1, Math.ceil(home.queues / columns))
        readonly property real cell: (notice.y - home.gap - y - (lines - 1) * spacing) / lines

        x: busiest.x
        y: busiest.y + busiest.height + home.gap
        columns: home.flat ? 1 : 2
        spacing: home.gap

        Repeater {
            model: home.queues

            QueueCard {
                required property int index
                readonly property var row: home.at(home.page.queues, index)

                objectName: row.name ?? ""
                width: home.flat ? home.width - grid.x : (home.width - home.gap) / 2
                height: Math.min(grid.cell, Theme.tallKey)
                label: Words.of(row.label)
                waiting: row.waiting ?? 0
                most: home.page.most
                onTriggered: home.touched(objectName)
            }
        }
    }

    Sentence {
        id: notice

        objectName: "notice"
        anchors.bottom: parent.bottom
        width: parent.width
        text: Words.of(home.page.notice)
        tone: home.page.tone
    }
}
