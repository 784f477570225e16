import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Tickets as cards: who missed the call, or who waits. A card leads to its ticket.
DeskPage {
    id: list

    readonly property int lines: 5
    readonly property int columns: list.page.wide ? 2 : 3

    Label {
        id: heading

        objectName: "heading"
        anchors.left: parent.left
        height: Theme.target
        text: Words.of(list.page.title)
        font.pixelSize: Theme.title
        heavy: true
    }

    Label {
        objectName: "more"
        anchors.left: heading.right
        anchors.leftMargin: Theme.unit
        anchors.right: pager.visible ? pager.left : parent.right
        anchors.rightMargin: Theme.unit
        height: Theme.target
        text: [Words.of(list.page.more), Words.of(list.page.hint)].filter(each => each !== "").join("  ")
        color: Theme.muted
        font.pixelSize: Theme.body
    }

    DeskPager {
        id: pager

        anchors.right: parent.right
        page: list.page.page
        pages: list.page.pages
        onPressed: name => list.pressed(name, "")
    }

    Grid {
        id: cards

        readonly property real cell: (height - (list.lines - 1) * spacing) / list.lines

        anchors.top: heading.bottom
        anchors.topMargin: Theme.unit
        anchors.bottom: parent.bottom
        width: parent.width
        columns: list.columns
        spacing: list.gap

        Repeater {
            model: list.page.cards.length

            StandingCard {
                required property int index

                card: list.at(list.page.cards, index)
                width: (cards.width - (list.columns - 1) * cards.spacing) / list.columns
                height: Math.max(Theme.target, Math.min(cards.cell, Theme.mm(27)))
                wide: list.page.wide
                enabled: !list.away
                onTriggered: list.pressed(list.page.key, card.number)
            }
        }
    }

    Label {
        objectName: "empty"
        anchors.centerIn: cards
        visible: list.page.cards.length === 0
        text: Words.of(list.page.empty)
        color: Theme.muted
        font.pixelSize: Theme.button
    }
}
