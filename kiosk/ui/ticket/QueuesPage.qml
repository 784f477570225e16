import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Every queue: one touch, and its number is printed.
KioskPage {
    id: queues

    ListHead {
        id: head

        title: Words.say("way.queues")
        onSearched: queues.touched("search")
    }

    Label {
        id: told

        anchors.top: head.bottom
        anchors.topMargin: queues.gap
        width: parent.width
        text: Words.say(queues.page.on_screen ? "ticket.no-paper" : "ticket.queues.at-once")
        color: queues.page.on_screen ? Theme.warn : Theme.muted
    }

    KeyGrid {
        id: grid

        anchors.top: told.bottom
        anchors.topMargin: queues.gap
        width: parent.width
        columns: queues.page.columns
        lines: queues.page.lines
        high: (pager.visible ? pager.y - queues.gap : queues.height) - y

        Repeater {
            model: queues.page.keys.length

            NumberKey {
                required property int index
                readonly property var row: queues.at(queues.page.keys, index)

                objectName: row.name ?? ""
                width: grid.cellWidth
                height: grid.cellHeight
                label: Words.of(row.label)
                people: Words.of(row.people)
                wait: Words.of(row.wait)
                closed: row.closed ?? false
                onTriggered: queues.touched(objectName)
            }
        }
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: queues.page.page
        pages: queues.page.pages
        onTouched: name => queues.touched(name)
    }
}
