import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The departments, with search always on top.
KioskPage {
    id: choose

    ListHead {
        id: head

        title: Words.say(choose.page.guide ? "ticket.choose.guide" : "ticket.choose")
        onSearched: choose.touched("search")
    }

    Grid {
        id: grid

        readonly property real floor: pager.visible ? pager.y - choose.gap : choose.height
        readonly property real cellWidth: (width - (columns - 1) * spacing) / columns
        readonly property real cellHeight: (floor - y - (choose.page.lines - 1) * spacing)
                                           / choose.page.lines

        anchors.top: head.bottom
        anchors.topMargin: choose.gap
        width: parent.width
        columns: choose.page.columns
        spacing: choose.gap

        Repeater {
            model: choose.page.rows.length

            DepartmentCard {
                required property int index
                readonly property var row: choose.at(choose.page.rows, index)

                objectName: row.name ?? ""
                width: grid.cellWidth
                height: grid.cellHeight
                label: Words.of(row.label)
                windows: Words.of(row.windows)
                waiting: row.waiting ?? -1
                beside: choose.page.beside
                why: Words.of(row.why)
                closed: row.closed ?? false
                onTriggered: choose.touched(objectName)
            }
        }
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: choose.page.page
        pages: choose.page.pages
        onTouched: name => choose.touched(name)
    }
}
