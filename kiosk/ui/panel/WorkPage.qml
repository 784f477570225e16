import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The ticket at the window, the one large key, four small ones, and who comes next.
Item {
    id: page

    required property var shown
    required property var panel

    Shortcut { sequence: "Space"; onActivated: page.panel.press("main") }

    Column {
        id: column

        width: parent.width
        spacing: Theme.half * 1.5

        TicketCard {
            width: parent.width
            ticket: page.shown.ticket
        }

        PrimaryButton {
            objectName: "main"
            width: parent.width
            height: Theme.deskKey
            size: Theme.title
            label: Words.of(page.shown.main.label)
            icon: page.shown.main.icon
            hint: page.shown.main.hint
            busy: Words.of(page.shown.main.busy) !== ""
            busyLabel: Words.of(page.shown.main.busy)
            enabled: page.shown.main.enabled
            onTriggered: page.panel.press("main")
        }

        Row {
            id: keys

            readonly property real each: (width - 3 * spacing) / 4

            width: parent.width
            spacing: Theme.half

            Repeater {
                model: page.shown.small.length

                QuietButton {
                    required property int index
                    readonly property var key: page.shown.small[index]

                    objectName: key.name
                    width: keys.each
                    height: Theme.deskMiddleKey
                    upright: true
                    size: Theme.deskBody
                    label: Words.of(key.label)
                    icon: key.icon
                    hint: key.hint
                    enabled: key.enabled
                    onTriggered: page.panel.press(key.name)

                    Shortcut { sequence: key.hint; onActivated: page.panel.press(key.name) }
                }
            }
        }

        ComingList {
            width: parent.width
            coming: page.shown.coming
        }

        WaitingBars {
            width: parent.width
            bars: page.shown.bars
            most: page.shown.most
        }
    }
}
