import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The ways to go on; the six busiest queues; one line of notice.
KioskPage {
    id: home

    readonly property int queues: page.queues.length
    readonly property real floor: (card.visible ? card.y : notice.y) - gap
    readonly property real high: floor - ways.y
    readonly property real column: flat && queues > 0 ? (width - 2 * gap) / 2 : width
    readonly property real below: busiest.height + grid.height + 2 * gap
    readonly property real waysHigh: flat || queues === 0 ? high : high - below

    Label {
        id: hello

        width: home.column
        text: Words.say("ticket.hello")
        font.pixelSize: Theme.title
        heavy: true
    }

    Column {
        id: ways

        readonly property int many: home.page.ways.length
        readonly property real each: (home.waysHigh - (many - 1) * spacing) / many

        anchors.top: hello.bottom
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
                onTriggered: home.touched(objectName)
            }
        }
    }

    Label {
        id: busiest

        x: home.flat ? home.column + 2 * home.gap : 0
        y: home.flat ? hello.y : ways.y + ways.height + home.gap
        width: home.width - x
        height: home.flat ? hello.height : undefined  // its own
        visible: home.queues > 0
        text: Words.say("ticket.busiest")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        id: grid

        readonly property int lines: Math.max(1, Math.ceil(home.queues / columns))
        readonly property real cell: {
            let most = Theme.target
            for (let nth = 0; nth < cards.count; nth++) most = Math.max(most, cards.itemAt(nth)?.needed ?? 0)
            return most
        }

        x: busiest.x
        y: busiest.y + busiest.height + home.gap
        columns: home.flat ? 1 : 2
        spacing: home.gap

        Repeater {
            id: cards

            model: home.queues

            QueueCard {
                required property int index
                readonly property var row: home.at(home.page.queues, index)

                objectName: row.name ?? ""
                width: home.flat ? home.width - grid.x : (home.width - home.gap) / 2
                height: grid.cell
                label: Words.of(row.label)
                waiting: row.waiting ?? 0
                most: home.page.most
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
        width: parent.width
        text: Words.of(home.page.notice)
        tone: home.page.tone
        onTriggered: home.touched(objectName)
    }
}
