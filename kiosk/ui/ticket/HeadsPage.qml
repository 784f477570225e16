import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How the name of an item begins, where a department has many; above it its queues.
KioskPage {
    id: heads

    ListHead {
        id: head

        title: Words.of(heads.page.department)
        onSearched: heads.touched("search")
    }

    DirectKeys {
        id: direct

        anchors.top: head.bottom
        anchors.topMargin: rows.length > 0 ? Theme.half : 0
        width: parent.width
        rows: heads.page.direct
        onTouched: name => heads.touched(name)
    }

    Label {
        id: lead

        anchors.top: direct.bottom
        anchors.topMargin: heads.gap
        width: parent.width
        text: Words.of(heads.page.lead)
        font.pixelSize: Theme.button
    }

    KeyGrid {
        id: grid

        anchors.top: lead.bottom
        anchors.topMargin: heads.gap
        width: parent.width
        columns: heads.page.columns
        lines: heads.page.lines
        high: Math.min((pager.visible ? pager.y - heads.gap : heads.height) - y,
                       lines * (Theme.tallKey + spacing) - spacing)

        Repeater {
            model: heads.page.keys.length

            CommonKey {
                required property int index
                readonly property var row: heads.at(heads.page.keys, index)

                objectName: row.name ?? ""
                width: grid.cellWidth
                height: grid.cellHeight
                label: Words.of(row.label)
                onTriggered: heads.touched(objectName)
            }
        }
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: heads.page.page
        pages: heads.page.pages
        onTouched: name => heads.touched(name)
    }
}
