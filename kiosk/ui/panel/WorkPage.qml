import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The ticket at the window, the one large key, four small ones, and who comes next.
Item {
    id: work

    required property var page
    required property var panel

    // Held, a key is pressed once: nobody is called, started and finished by an elbow.
    Shortcut { sequence: "Space"; autoRepeat: false; onActivated: work.panel.press("main") }

    Column {
        id: column

        width: parent.width
        spacing: Theme.half * 1.5

        TicketCard {
            width: parent.width
            ticket: work.page.ticket
        }

        PrimaryButton {
            objectName: "main"
            width: parent.width
            height: Theme.deskKey
            size: Theme.title
            label: Words.of(work.page.main.label)
            icon: work.page.main.icon
            hint: work.page.main.hint
            busy: Words.of(work.page.main.busy) !== ""
            busyLabel: Words.of(work.page.main.busy)
            enabled: work.page.main.enabled
            onTriggered: work.panel.press("main")
        }

        Row {
            id: keys

            readonly property real each: (width - 3 * spacing) / 4

            width: parent.width
            spacing: Theme.half

            Repeater {
                model: work.page.small.length

                QuietButton {
                    required property int index
                    readonly property var key: work.page.small[index]

                    objectName: key.name
                    width: keys.each
                    height: Theme.deskMiddleKey
                    upright: true
                    size: Theme.deskBody
                    label: Words.of(key.label)
                    icon: key.icon
                    hint: key.hint
                    enabled: key.enabled
                    onTriggered: work.panel.press(key.name)

                    Shortcut {
                        sequence: key.hint
                        autoRepeat: false
                        onActivated: work.panel.press(key.name)
                    }
                }
            }
        }

        ComingList {
            width: parent.width
            coming: work.page.coming
        }

        WaitingBars {
            width: parent.width
            bars: work.page.bars
            most: work.page.most
        }
    }
}
