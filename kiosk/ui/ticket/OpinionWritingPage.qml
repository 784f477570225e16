import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 写几句: who reads it stands above, below it the letters and what they may stand for.
KioskPage {
    id: writing

    function leave() { page = Object.assign({}, page, { text: "" }) }

    Label {
        id: note

        objectName: "note"
        width: parent.width
        text: Words.of(writing.page.note)
        color: Theme.muted
    }

    Rectangle {
        anchors { top: note.bottom; topMargin: writing.gap; bottom: keys.top; bottomMargin: writing.gap }
        width: parent.width
        radius: Theme.radius
        color: Theme.surface
        border.width: 2 * Theme.hairline
        border.color: Theme.primary

        Label {
            objectName: "written"
            anchors { fill: parent; margins: Theme.half }
            verticalAlignment: Text.AlignTop
            text: writing.page.text
            font.pixelSize: Theme.cardName
            wrapMode: Text.WrapAnywhere
        }

        Label {
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.half }
            text: Words.of(writing.page.hint)
            color: Theme.muted
            font.pixelSize: Theme.cardName
        }
    }

    Column {
        id: keys

        anchors { bottom: foot.top; bottomMargin: writing.gap }
        width: parent.width
        spacing: writing.gap

        WordRow {
            width: parent.width
            visible: !writing.page.digits
            keys: writing.page.words.keys
            more: writing.page.words.more
            onTouched: name => writing.touched(name)
        }

        Keypad {
            width: parent.width
            digits: writing.page.digits
            other: Words.of(writing.page.other)
            onTouched: name => writing.touched(name)
        }
    }

    BottomRow {
        id: foot

        name: "written"
        icon: "tick"
        label: Words.say("opinion.write.done")
        hint: Words.of(writing.page.count)
        onTriggered: writing.touched("written")
    }
}
