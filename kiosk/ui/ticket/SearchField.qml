import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Looks like a field, leads to the search page.
Card {
    id: field

    objectName: "search"
    say: Words.say("ticket.search")
    padding: Theme.half
    height: Theme.target

    Icon {
        id: glass

        anchors.left: parent.left
        anchors.leftMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        color: Theme.primary
        size: Theme.sign
    }

    Label {
        anchors.left: glass.right
        anchors.leftMargin: Theme.half
        anchors.right: parent.right
        height: parent.height
        text: Words.say("ticket.search")
        color: field.softInk
    }
}
