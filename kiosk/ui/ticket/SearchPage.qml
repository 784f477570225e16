import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Own keypad below, above it what the letters may stand for, results on top as one types.
KioskPage {
    id: search

    readonly property bool empty: page.rows.length === 0
    readonly property real keys: pad.height + (page.digits ? 0 : words.height + gap)

    TypedField {
        id: field

        width: search.flat && pager.visible ? parent.width - pager.width - search.gap : parent.width
        text: search.page.text
        hint: Words.say("ticket.search.hint")
    }

    Sentence {
        id: instead

        objectName: "instead"
        anchors.top: field.bottom
        anchors.topMargin: search.gap
        width: parent.width
        visible: text !== ""
        text: Words.of(search.page.instead)
        tone: "primary"
    }

    ItemGrid {
        id: results

        anchors.top: instead.visible ? instead.bottom : field.bottom
        anchors.topMargin: search.gap
        width: parent.width
        columns: search.page.columns
        high: (!search.flat && pager.visible ? pager.y : parent.height - search.keys) - search.gap - y
        rows: search.page.rows
        onTouched: name => search.touched(name)
    }

    Item {
        anchors.top: instead.visible ? instead.bottom : field.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: search.keys
        width: parent.width
        visible: search.empty

        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: Theme.half

            CentredLabel {
                objectName: "search-word"
                visible: !instead.visible
                text: Words.of(search.page.word)
                color: Theme.muted
                font.pixelSize: Theme.button
            }

            Row {
                id: ways

                readonly property real one: Math.min((parent.width - spacing) / 2, Theme.wideKey)
                readonly property real high: Math.max(Theme.target, queues.needed, asking.needed)

                anchors.horizontalCenter: parent.horizontalCenter
                spacing: search.gap
                visible: search.page.text !== "" && search.page.ready

                OtherWay {
                    id: asking

                    objectName: "just-ask"
                    width: ways.one
                    height: ways.high
                    visible: search.page.asks
                    icon: "question"
                    label: Words.say("ticket.ask")
                    onTriggered: search.touched(objectName)
                }

                OtherWay {
                    id: queues

                    objectName: "card-queues"
                    width: ways.one
                    height: ways.high
                    icon: "printer"
                    label: Words.say("way.queues")
                    onTriggered: search.touched(objectName)
                }
            }
        }
    }

    Pager {
        id: pager

        anchors.right: parent.right
        y: search.flat ? 0 : parent.height - search.keys - search.gap - height
        width: search.flat ? implicitWidth : parent.width
        brief: search.flat
        page: search.page.page
        pages: search.page.pages
        onTouched: name => search.touched(name)
    }

    WordRow {
        id: words

        anchors.bottom: pad.top
        anchors.bottomMargin: search.gap
        width: parent.width
        visible: !search.page.digits
        keys: search.page.words.keys
        more: search.page.words.more
        onTouched: name => search.touched(name)
    }

    Keypad {
        id: pad

        anchors.bottom: parent.bottom
        width: parent.width
        digits: search.page.digits
        other: !search.page.writing ? "" : Words.say(search.page.digits ? "ticket.search.letters"
                                                                        : "ticket.search.digits")
        onTouched: name => search.touched(name)
    }
}
