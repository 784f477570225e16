import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The last look: queue and windows, priority, time of an appointment, and the one key.
DeskPage {
    id: confirm

    // A key that is held is pressed once: no number follows another by itself.
    Keys.onReturnPressed: event => { if (!event.isAutoRepeat) pressed("get", "") }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat) pressed("get", "") }

    PageKey { page: confirm; sequence: "Esc"; onActivated: confirm.pressed("back", "") }

    Card {
        id: about

        pressable: false
        padding: Theme.unit
        implicitWidth: 0  // its place is given, whatever stands in it
        implicitHeight: 0
        width: parent.width * 0.36
        height: foot.y - Theme.unit

        Column {
            width: parent.width
            spacing: Theme.unit

            Label {
                objectName: "queue"
                width: parent.width
                text: Words.of(confirm.page.queue)
                font.pixelSize: Theme.title
                heavy: true
            }

            Label {
                width: parent.width
                text: Words.of(confirm.page.windows)
                font.pixelSize: Theme.button
            }

            Label {
                objectName: "waiting"
                width: parent.width
                visible: confirm.page.waiting !== null
                text: Words.say("guide.count", { count: confirm.page.waiting ?? 0 })
                color: Theme.primary
                font.pixelSize: Theme.title
                heavy: true
            }
        }

        Sentence {
            objectName: "note"
            anchors.bottom: parent.bottom
            width: parent.width
            visible: text !== ""
            text: Words.of(confirm.page.note)
            size: Theme.body
        }
    }

    Column {
        anchors.left: about.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        spacing: Theme.unit

        Label {
            width: parent.width
            visible: confirm.page.groups.length > 0
            text: Words.say("guide.groups")
            color: Theme.muted
            font.pixelSize: Theme.body
        }

        Grid {
            id: groups

            width: parent.width
            columns: 4
            spacing: confirm.gap

            Repeater {
                model: confirm.page.groups.length

                ChoiceKey {
                    required property int index

                    prefix: "group-"
                    choice: confirm.at(confirm.page.groups, index)
                    width: (groups.width - 3 * groups.spacing) / 4
                    onTriggered: confirm.pressed("group", choice.value)
                }
            }
        }

        Label {
            width: parent.width
            visible: confirm.page.slots.length > 0
            text: Words.say("guide.slot")
            color: Theme.muted
            font.pixelSize: Theme.body
        }

        Grid {
            id: slots

            width: parent.width
            columns: 8
            spacing: confirm.gap

            Repeater {
                model: confirm.page.slots.length

                ChoiceKey {
                    required property int index

                    prefix: "slot-"
                    choice: confirm.at(confirm.page.slots, index)
                    width: (slots.width - 7 * slots.spacing) / 8
                    onTriggered: confirm.pressed("slot", choice.value)
                }
            }
        }
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.deskKey

        DeskKey {
            look: confirm.page.back
            width: Theme.mm(46)
            height: parent.height
            onTriggered: confirm.pressed(look.name, "")
        }

        MainKey {
            anchors.right: parent.right
            look: confirm.page.get
            width: Theme.mm(90)
            height: parent.height
            onTriggered: confirm.pressed(look.name, "")
        }
    }
}
