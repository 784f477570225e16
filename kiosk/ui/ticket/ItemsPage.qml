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

    Item {
        id: direct

        readonly property int many: items.page.direct.length

        anchors.top: head.bottom
        anchors.topMargin: many > 0 ? Theme.half : 0
        width: parent.width
        height: many > 0 ? invite.height + Theme.quarter + queues.height : 0
        visible: many > 0

        Label {
            id: invite

            width: parent.width
            text: Words.say("ticket.direct")
            color: Theme.muted
        }

        Row {
            id: queues

            anchors.bottom: parent.bottom
            width: parent.width
            height: {
                let most = Theme.footKey
                for (let nth = 0; nth < keys.count; nth++) most = Math.max(most, keys.itemAt(nth)?.needed ?? 0)
                return most
            }
            spacing: items.gap

            Repeater {
                id: keys

                model: direct.many

                DirectKey {
                    required property int index
                    readonly property var row: items.at(items.page.direct, index)

                    objectName: row.name ?? ""
                    width: (queues.width - (direct.many - 1) * queues.spacing) / direct.many
                    height: queues.height
                    label: Words.of(row.label)
                    people: Words.of(row.people)
                    onTriggered: items.touched(objectName)
                }
            }
        }
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
