import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The last look: queue, windows, people before me, an honest range, priority groups, 取号.
KioskPage {
    id: confirm

    readonly property bool crowded: flat && Theme.elder  // what is said of a card stands at the foot
    readonly property bool timed: !!page.bar  // somebody can say how long
    readonly property bool spare: Words.of(page.spare) !== ""
    readonly property real column: flat ? (width - 2 * gap) / 2 : width

    Card {
        id: about

        pressable: false
        padding: Theme.unit
        width: confirm.column
        height: confirm.flat ? foot.y - confirm.gap : (foot.y - confirm.gap) * 0.58

        Label {
            id: queue

            width: parent.width
            text: Words.of(confirm.page.queue)
            font.pixelSize: Theme.title
            heavy: true
        }

        Label {
            id: item

            anchors.top: queue.bottom
            width: parent.width
            height: text === "" ? 0 : undefined  // its own
            text: Words.of(confirm.page.item)
            color: Theme.muted
        }

        Row {
            id: where

            anchors.top: item.bottom
            anchors.topMargin: Theme.quarter
            width: parent.width
            spacing: Theme.half

            Icon {
                id: sign

                y: (Theme.button * 1.4 - height) / 2
                name: "window"
                color: Theme.primary
                size: Theme.sign
            }

            Label {
                width: parent.width - sign.width - parent.spacing
                text: Words.of(confirm.page.windows)
                font.pixelSize: Theme.button
            }
        }

        Item {
            id: room

            anchors.top: where.bottom
            anchors.bottom: wait.top
            width: parent.width

            Row {
                anchors.centerIn: parent
                spacing: Theme.half
                visible: confirm.page.known

                Label {
                    anchors.baseline: people.baseline
                    text: Words.say("ticket.before")
                    font.pixelSize: Theme.lead
                }

                Label {
                    id: people

                    objectName: "ahead"
                    text: confirm.page.ahead
                    color: Theme.primary
                    font.pixelSize: confirm.flat ? Theme.number * 0.35 : Theme.plate
                    heavy: true
                }

                Label {
                    anchors.baseline: people.baseline
                    text: Words.say(confirm.page.ahead === 1 ? "ticket.before.one"
                                                             : "ticket.before.people")
                    font.pixelSize: Theme.lead
                }
            }

            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                visible: !confirm.page.known && !confirm.spare
                text: Words.say("ticket.before.unknown")
                color: Theme.muted
                font.pixelSize: Theme.button
            }

            Sentence {
                objectName: "away"
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                visible: confirm.spare
                text: Words.of(confirm.page.spare)
                size: Theme.button
            }
        }

        Column {
            id: wait

            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.half

            Label {
                objectName: "range"
                width: parent.width
                visible: !confirm.spare
                text: Words.of(confirm.page.range)
                font.pixelSize: confirm.timed ? Theme.cardName : Theme.button
                heavy: confirm.timed
                color: confirm.timed ? Theme.ink : Theme.muted
            }

            Label {
                objectName: "basis"
                width: parent.width
                visible: text !== ""
                text: Words.of(confirm.page.basis)
                color: Theme.muted
                font.pixelSize: Theme.body
            }

            RangeBar {
                width: parent.width
                visible: confirm.timed
                marked: !(confirm.flat && Theme.elder)
                low: confirm.page.bar?.low ?? 0
                high: confirm.page.bar?.high ?? 0
                full: confirm.page.bar?.full ?? 1
            }
        }
    }

    Label {
        id: invite

        x: confirm.flat ? confirm.column + 2 * confirm.gap : 0
        y: confirm.flat ? 0 : about.height + confirm.gap
        width: confirm.column
        text: Words.say("ticket.groups")
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Grid {
        id: groups

        readonly property int lines: Math.ceil(confirm.page.groups.length / columns)
        readonly property real floor: (warning.visible ? warning.y : card.visible ? card.y : foot.y) - confirm.gap
        readonly property real cell: (floor - y - (lines - 1) * spacing) / lines

        x: invite.x
        y: invite.y + invite.height + Theme.half
        width: confirm.column
        columns: !confirm.flat ? 3 : Theme.elder ? 1 : 2
        spacing: confirm.gap

        Repeater {
            model: confirm.page.groups.length

            GroupKey {
                required property int index
                readonly property var row: confirm.at(confirm.page.groups, index)

                objectName: row.value ? "group-" + row.value : ""
                width: (groups.width - (groups.columns - 1) * groups.spacing) / groups.columns
                height: Math.max(Theme.target, Math.min(groups.cell, Theme.tallKey))
                label: Words.of(row.label)
                icon: row.icon ?? ""
                chosen: row.chosen ?? false
                onTriggered: confirm.touched(objectName)
            }
        }
    }

    Sentence {
        id: warning

        objectName: "no-paper"
        x: invite.x
        y: foot.y - confirm.gap - height
        width: confirm.column
        visible: confirm.page.on_screen && !confirm.flat && !card.visible  // the key says so, too
        text: Words.say("ticket.no-paper")
    }

    Sentence {
        id: card

        objectName: "card"
        x: invite.x
        y: foot.y - confirm.gap - height
        width: confirm.column
        visible: !confirm.crowded && text !== "" && !(confirm.page.on_screen && tone === "ok")
        icon: "card"
        size: Theme.button
        text: Words.of(confirm.page.card)
        tone: confirm.page.card_tone
    }

    BottomRow {
        id: foot

        enabled: confirm.page.can_take

        hint: confirm.crowded && card.text !== "" ? card.text
            : confirm.flat && confirm.page.on_screen ? Words.say("ticket.no-paper") : ""
        hintIcon: confirm.page.on_screen ? "warning" : "card"
        label: Words.say(confirm.page.on_screen ? "ticket.get.screen" : "ticket.get")
        icon: confirm.page.on_screen ? "screen" : "ticket"
        onTriggered: confirm.touched("take")
    }
}
