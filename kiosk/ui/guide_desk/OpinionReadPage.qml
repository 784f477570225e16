import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What was written with an opinion.
DeskPage {
    id: reading

    function leave() { page = Object.assign({}, page, { words: "" }) }

    PageKey { page: reading; sequence: "Esc"; onActivated: reading.pressed("back", "") }

    DeskKey {
        id: back

        anchors.right: parent.right
        look: reading.page.back
        width: Theme.mm(40)
        height: Theme.deskKey
        onTriggered: reading.pressed(look.name, "")
    }

    Label {
        id: heading

        objectName: "heading"
        anchors { left: parent.left; right: back.left; rightMargin: Theme.unit }
        height: back.height
        text: Words.of(reading.page.title)
        font.pixelSize: Theme.title
        heavy: true
    }

    Label {
        objectName: "words"
        anchors { top: heading.bottom; topMargin: Theme.unit; bottom: discreet.top; bottomMargin: Theme.unit }
        width: parent.width
        verticalAlignment: Text.AlignTop
        text: reading.page.words === "" ? Words.of(reading.page.why) : reading.page.words
        color: reading.page.words === "" ? Theme.muted : Theme.ink
        font.pixelSize: Theme.button
        wrapMode: Text.WrapAnywhere
    }

    Label {
        id: discreet

        anchors.bottom: parent.bottom
        width: parent.width
        text: Words.of(reading.page.discreet)
        color: Theme.muted
        font.pixelSize: Theme.body
    }
}
