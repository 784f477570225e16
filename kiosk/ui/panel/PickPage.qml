import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A list to choose one entry from: by touch, mouse, or the digit before it.
Item {
    id: pick

    required property var page
    required property var shown
    required property var panel
    required property var glass
    readonly property real free: keys.y - list.y - Theme.half
    readonly property real each: free / page.options.length - list.spacing

    readonly property bool none: page.searchable && page.options.length === 0

    // Letters make a long list shorter, and Enter takes the first that is left. Figures choose.
    Keys.onPressed: event => {
        if (!page.searchable || event.isAutoRepeat) return
        if (event.key === Qt.Key_Backspace) panel.search(page.searched.slice(0, -1))
        else if (/^[A-Za-z]$/.test(event.text)) panel.search(page.searched + event.text)
        else return
        event.accepted = true
    }
    Keys.onReturnPressed: event => pick.takeFirst(event)
    Keys.onEnterPressed: event => pick.takeFirst(event)

    function takeFirst(event) {
        if (!event.isAutoRepeat && page.searchable && page.options.length > 0)
            panel.choose(page.options[0].value)
    }

    PageKey { page: pick; sequence: "Esc"; onActivated: pick.panel.press("cancel") }
    PageKey { page: pick; sequence: "PgUp"; onActivated: pick.panel.turn(-1) }
    PageKey { page: pick; sequence: "PgDown"; onActivated: pick.panel.turn(1) }

    Label {
        id: heading

        objectName: "pick-title"
        width: parent.width
        text: Words.of(pick.page.title)
        font.pixelSize: Theme.button
        heavy: true
    }

    Label {
        id: searched

        objectName: "pick-searched"
        anchors.top: heading.bottom
        width: parent.width
        height: visible ? implicitHeight : 0
        visible: pick.page.searchable
        text: pick.none ? Words.say("panel.search.none") + "  " + pick.page.searched
            : pick.page.searched !== "" ? pick.page.searched : Words.say("panel.search")
        color: pick.page.searched === "" ? Theme.muted : pick.none ? Theme.warn : Theme.ink
        font.pixelSize: Theme.deskBody
    }

    Column {
        id: list

        anchors.top: searched.bottom
        anchors.topMargin: Theme.half
        width: parent.width
        spacing: Theme.half

        Repeater {
            model: pick.page.options.length

            Card {
                id: option

                required property int index
                readonly property var one: pick.page.options[index] ?? ({})

                objectName: "option-" + (one.digit ?? "")
                width: pick.width
                height: Math.min(Theme.deskSmallKey + Theme.quarter, pick.each)
                resting: pick.shown.resting
                padding: Theme.half
                say: Words.of(one.label)
                onTriggered: pick.panel.choose(one.value)

                PageKey {
                    page: pick
                    sequence: option.one.digit ?? ""
                    autoRepeat: false  // held, it would answer the next question too
                    onActivated: pick.panel.choose(option.one.value)
                }

                Label {
                    id: digit

                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.unit * 1.5
                    text: option.one.digit ?? ""
                    color: option.softInk
                    font.pixelSize: Theme.deskCaption
                }

                Label {
                    anchors.left: digit.right
                    anchors.right: detail.left
                    anchors.rightMargin: Theme.half
                    anchors.verticalCenter: parent.verticalCenter
                    text: Words.of(option.one.label)
                    color: option.ink
                    font.pixelSize: Theme.deskBody
                }

                Label {
                    id: detail

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: Words.of(option.one.detail)
                    color: option.softInk
                    font.pixelSize: Theme.deskBody
                }
            }
        }
    }

    Row {
        id: keys

        readonly property bool paged: pick.page.pages > 1
        readonly property int each: paged ? (width - 2 * spacing) / 3 : width

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.half

        QuietButton {
            objectName: "page-back"
            visible: keys.paged
            enabled: pick.page.page > 1
            width: keys.each
            height: Theme.deskSmallKey
            size: Theme.deskBody
            label: Words.say("panel.page-back")
            onTriggered: pick.panel.turn(-1)
        }

        QuietButton {
            objectName: "page-on"
            visible: keys.paged
            enabled: pick.page.page < pick.page.pages
            width: keys.each
            height: Theme.deskSmallKey
            size: Theme.deskBody
            label: Words.say("panel.page-on")
            onTriggered: pick.panel.turn(1)
        }

        QuietButton {
            objectName: "cancel"
            width: keys.each
            height: Theme.deskSmallKey
            size: Theme.deskBody
            label: Words.say("panel.cancel") + "  Esc"
            onTriggered: pick.panel.press("cancel")
        }
    }
}
