import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The queues as cards; typing makes them fewer, Enter takes the first.
DeskPage {
    id: choose

    readonly property int lines: 5

    function reset() { box.text = "" }

    function entered() { box.open(page.text) }

    SearchBox {
        id: box

        anchors.left: parent.left
        anchors.right: pager.visible ? pager.left : parent.right
        anchors.rightMargin: pager.visible ? Theme.unit : 0
        hint: Words.say("guide.take.hint")
        keypad: choose.keypad
        onTextChanged: choose.typed(text)
        onKeypadPressed: choose.pressed("keypad", "")
        onAccepted: if (choose.page.cards.length > 0)
                        choose.pressed("queue", choose.page.cards[0].queue)
    }

    DeskPager {
        id: pager

        anchors.right: parent.right
        page: choose.page.page
        pages: choose.page.pages
        onPressed: name => choose.pressed(name, "")
    }

    Grid {
        id: cards

        readonly property real cell: (height - (choose.lines - 1) * spacing) / choose.lines

        anchors.top: box.bottom
        anchors.topMargin: Theme.unit
        anchors.bottom: parent.bottom
        width: choose.keypad ? parent.width - pad.width - Theme.unit : parent.width
        columns: choose.page.columns
        spacing: choose.gap

        Repeater {
            model: choose.page.cards.length

            QueueKey {
                required property int index
                readonly property var card: choose.at(choose.page.cards, index)

                objectName: "queue-" + (card.queue ?? "")
                width: (cards.width - (cards.columns - 1) * cards.spacing) / cards.columns
                height: Math.max(Theme.target, Math.min(cards.cell, Theme.mm(27)))
                prefix: card.prefix ?? ""
                label: Words.of(card.label)
                waiting: card.waiting ?? -1
                open: card.open ?? false
                onTriggered: choose.pressed("queue", card.queue)
            }
        }
    }

    Label {
        anchors.centerIn: cards
        visible: choose.page.cards.length === 0
        text: Words.say("guide.take.none")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Keypad {
        id: pad

        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: Theme.mm(218)
        spacing: Theme.half
        visible: choose.keypad
        onTouched: name => box.take(name)
    }
}
