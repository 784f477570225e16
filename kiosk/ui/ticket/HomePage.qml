import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Search; the large ways; the others; common matters or queues, of a flat page beside the large ways;
// a line of a card; one of notice, and beside it the opinion box.
KioskPage {
    id: home

    readonly property int keys: page.keys.length
    readonly property real column: flat && keys > 0 ? (width - 2 * gap) / 2 : width
    readonly property real below: keys > 0 && !flat ? heading.height + grid.height + 2 * gap : 0
    readonly property real floor: (card.visible ? card.y : notice.y) - gap
    readonly property real beneath: small.count > 0 ? others.height + gap : 0
    readonly property real high: floor - ways.y - below - beneath

    SearchField {
        id: field

        width: parent.width
        onTriggered: home.touched("search")
    }

    Column {
        id: ways

        readonly property int many: home.page.ways.length
        readonly property real each: (home.high - (many - 1) * spacing) / many

        anchors.top: field.bottom
        anchors.topMargin: home.gap
        width: home.column
        spacing: home.gap

        Repeater {
            model: ways.many

            WayCard {
                required property int index
                readonly property var row: home.at(home.page.ways, index)

                objectName: row.name ?? ""
                width: home.column
                height: ways.each
                icon: row.icon ?? ""
                label: Words.of(row.label)
                sub: Words.of(row.sub)
                size: home.flat ? Theme.cardName : Theme.hero
                closed: row.closed ?? false
                onTriggered: home.touched(objectName)
            }
        }
    }

    Grid {
        id: others

        readonly property real cell: {
            let most = Theme.target
            for (let nth = 0; nth < small.count; nth++)
                most = Math.max(most, small.itemAt(nth)?.needed ?? 0)
            return most
        }

        y: home.flat ? home.floor - height : ways.y + ways.height + home.gap
        columns: home.page.across
        spacing: home.gap

        Repeater {
            id: small

            model: home.page.others.length

            OtherWay {
                required property int index
                readonly property var row: home.at(home.page.others, index)

                objectName: row.name ?? ""
                width: (home.width - (others.columns - 1) * others.spacing) / others.columns
                height: others.cell
                icon: row.icon ?? ""
                label: Words.of(row.label)
                closed: row.closed ?? false
                onTriggered: home.touched(objectName)
            }
        }
    }

    Label {
        id: heading

        x: home.flat ? home.column + 2 * home.gap : 0
        y: home.flat ? ways.y : others.y + home.beneath
        width: home.width - x
        visible: home.keys > 0
        text: Words.of(home.page.heading)
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        id: grid

        readonly property real cell: {
            let most = Theme.target
            for (let nth = 0; nth < cards.count; nth++) most = Math.max(most, cards.itemAt(nth)?.needed ?? 0)
            return most
        }

        x: heading.x
        y: heading.y + heading.height + home.gap
        columns: home.page.columns
        spacing: home.gap

        Repeater {
            id: cards

            model: home.keys

            CommonKey {
                required property int index
                readonly property var row: home.at(home.page.keys, index)

                objectName: row.name ?? ""
                width: (heading.width - (grid.columns - 1) * grid.spacing) / grid.columns
                height: grid.cell
                label: Words.of(row.label)
                queue: Words.of(row.queue)
                onTriggered: home.touched(objectName)
            }
        }
    }

    Sentence {
        id: card

        objectName: "card"
        y: notice.y - home.gap - height
        width: parent.width
        visible: text !== ""
        icon: "card"
        text: Words.of(home.page.card)
        tone: home.page.card_tone
    }

    NoticeKey {
        id: notice

        objectName: "notice"
        anchors.bottom: parent.bottom
        width: opinion.x - home.gap
        text: Words.of(home.page.notice)
        tone: home.page.tone
        onTriggered: home.touched(objectName)
    }

    OtherWay {
        id: opinion

        objectName: "opinion"
        anchors.right: parent.right
        y: notice.y
        width: Theme.mm(home.page.opinion)
        height: notice.height
        icon: "pen"
        label: Words.say("opinion")
        onTriggered: home.touched(objectName)
    }
}
