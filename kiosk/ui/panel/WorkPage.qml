import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The ticket at the window, the one large key, four small ones, what may be taken back, and, where there
// is room, who comes next.
Item {
    id: work

    required property var page
    required property var shown
    required property var panel
    required property var glass
    readonly property bool folded: glass.folded
    readonly property real below: height - lists.y  // room for the lists
    readonly property bool roomForBars: below >= coming.height + lists.spacing + bars.height

    // Held, a key is pressed once: nobody is called, started and finished by an elbow. (A keyboard that
    // does not say that it repeats is seen through by what watches all presses.)
    PageKey { page: work; sequence: "Space"; autoRepeat: false; onActivated: work.panel.press("main") }
    PageKey { page: work; sequence: "Ctrl+Z"; autoRepeat: false; onActivated: work.panel.press("undo") }

    Column {
        id: column

        width: parent.width
        visible: !work.folded
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
            resting: work.shown.resting
            onTriggered: work.panel.press("main")
        }

        Row {
            id: keys

            readonly property int count: work.page.small.length
            readonly property real each: (width - (count - 1) * spacing) / count

            width: parent.width
            spacing: Theme.half

            Repeater {
                model: work.page.small.length

                GreyKey {
                    id: small

                    required property int index
                    readonly property var key: work.page.small[index] ?? ({})

                    width: keys.each
                    height: Theme.deskMiddleKey
                    grey: !key.enabled
                    onTried: work.panel.press(key.name)

                    QuietButton {
                        objectName: small.key.name ?? ""
                        anchors.fill: parent
                        upright: true
                        size: Theme.deskBody
                        label: Words.of(small.key.label)
                        icon: small.key.icon ?? ""
                        hint: small.key.hint ?? ""
                        enabled: small.key.enabled ?? false
                        resting: work.shown.resting
                        onTriggered: work.panel.press(small.key.name)
                    }

                    PageKey {
                        page: work
                        sequence: small.key.hint ?? ""
                        autoRepeat: false
                        onActivated: work.panel.press(small.key.name)
                    }
                }
            }
        }

        UndoBar {
            width: parent.width
            undo: work.page.undo
            resting: work.shown.resting
            onTriggered: work.panel.press("undo")
        }
    }

    Column {
        id: lists

        anchors.top: column.bottom
        anchors.topMargin: spacing
        width: parent.width
        spacing: Theme.half * 1.5

        ComingList {
            id: coming

            width: parent.width
            visible: !work.folded && work.below >= height
            coming: work.page.coming
        }

        WaitingBars {
            id: bars

            width: parent.width
            visible: !work.folded && work.roomForBars
            bars: work.page.bars
            most: work.page.most
        }
    }

    Loader {
        anchors.fill: parent
        active: work.folded

        sourceComponent: PanelStrip {
            ticket: work.page.ticket
            main: work.page.main
            undo: work.page.undo
            resting: work.shown.resting
            onPressed: name => work.panel.press(name)
            onUnfolded: work.glass.fold(false)
        }
    }
}
