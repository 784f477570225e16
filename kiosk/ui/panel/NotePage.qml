import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What the next window should know of a ticket; kept empty, it takes away what was noted.
Item {
    id: noting

    required property var page
    required property var shown
    required property var panel
    required property var glass

    function entered() {
        note.text = page.note
        note.input.forceActiveFocus()
        note.input.selectAll()
    }

    PageKey { page: noting; sequence: "Esc"; onActivated: noting.panel.press("cancel") }

    Column {
        width: parent.width
        spacing: Theme.unit

        Field {
            id: note

            objectName: "note"
            width: parent.width
            label: Words.say("panel.note.for", { number: noting.page.number })
            limit: noting.page.longest
            size: Theme.deskBody
            input.inputMethodHints: Qt.ImhNone
            onAccepted: if (!noting.shown.resting) noting.panel.choose(text)
        }

        Label {
            objectName: "note-rule"
            width: parent.width
            text: Words.say("panel.note.rule")
            color: Theme.muted
            font.pixelSize: Theme.deskBody
        }

        PrimaryButton {
            objectName: "keep-note"
            width: parent.width
            height: Theme.deskKey
            label: Words.say("panel.note.keep")
            resting: noting.shown.resting
            onTriggered: noting.panel.choose(note.text)
        }

        QuietButton {
            objectName: "cancel"
            width: parent.width
            height: Theme.deskSmallKey
            size: Theme.deskBody
            label: Words.say("panel.cancel") + "  Esc"
            onTriggered: noting.panel.press("cancel")
        }
    }
}
