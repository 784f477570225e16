import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Common matters, each a key straight to its queue.
KioskPage {
    id: common

    ListHead {
        id: head

        title: Words.say("ticket.common")
        onSearched: common.touched("search")
    }

    KeyGrid {
        id: grid

        anchors.top: head.bottom
        anchors.topMargin: common.gap
        width: parent.width
        columns: common.page.columns
        lines: common.page.lines
        high: (pager.visible ? pager.y - common.gap : common.height) - y

        Repeater {
            model: common.page.keys.length

            CommonKey {
                required property int index
                readonly property var row: common.at(common.page.keys, index)

                objectName: row.name ?? ""
                width: grid.cellWidth
                height: grid.cellHeight
                label: Words.of(row.label)
                queue: Words.of(row.queue)
                onTriggered: common.touched(objectName)
            }
        }
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: common.page.page
        pages: common.page.pages
        onTouched: name => common.touched(name)
    }
}
