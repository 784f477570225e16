import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One department's items; above them its queues, for those who are not sure.
KioskPage {
    id: items

    ListHead {
        id: head

        title: Words.of(items.page.department)
        onSearched: items.touched("search")
    }

    DirectKeys {
        id: direct

        anchors.top: head.bottom
        anchors.topMargin: rows.length > 0 ? Theme.half : 0
        width: parent.width
        rows: items.page.direct
        onTouched: name => items.touched(name)
    }

    ItemGrid {
        anchors.top: direct.bottom
        anchors.topMargin: items.gap
        width: parent.width
        columns: items.page.columns
        high: (pager.visible ? pager.y - items.gap : items.height) - y
        rows: items.page.rows
        onTouched: name => items.touched(name)
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: items.page.page
        pages: items.page.pages
        onTouched: name => items.touched(name)
    }
}
