import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Own keypad below, results above as one types.
KioskPage {
    id: search

    readonly property bool empty: page.rows.length === 0

    TypedField {
        id: field

        width: search.flat && pager.visible ? parent.width - pager.width - search.gap : parent.width
        text: search.page.text
        hint: Words.say("ticket.search.hint")
    }

    ItemGrid {
        id: results

        anchors.top: field.bottom
        anchors.topMargin: search.gap
        width: parent.width
        columns: search.page.columns
        high: (!search.flat && pager.visible ? pager.y : pad.y) - search.gap - y
        rows: search.page.rows
        onTouched: name => search.touched(name)
    }

    Item {
        anchors.top: field.bottom
        anchors.bottom: pad.top
        width: parent.width
        visible: search.empty

        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: Theme.unit

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: !search.flat
                name: search.page.text === "" ? "search" : "info"
                color: Theme.muted
                size: Theme.largeSign
            }

            CentredLabel {
                objectName: "search-word"
                text: !search.page.ready ? Words.say("ticket.search.wait")
                    : Words.say(search.page.text === "" ? "ticket.search.example"
                                                        : "ticket.search.none")
                color: Theme.muted
                font.pixelSize: Theme.button
            }
        }
    }

    Pager {
        id: pager

        anchors.right: parent.right
        y: search.flat ? 0 : pad.y - search.gap - height
        width: search.flat ? implicitWidth : parent.width
        brief: search.flat
        page: search.page.page
        pages: search.page.pages
        onTouched: name => search.touched(name)
    }

    Keypad {
        id: pad

        anchors.bottom: parent.bottom
        width: parent.width
        onTouched: name => search.touched(name)
    }
}
