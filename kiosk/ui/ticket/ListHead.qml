import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Above a list: what is chosen from, and the search field.
Item {
    id: head

    property string title

    signal searched()

    width: parent?.width ?? 0
    height: Theme.target

    FitLabel {
        anchors.left: parent.left
        anchors.right: field.left
        anchors.rightMargin: Theme.apart
        height: parent.height
        text: head.title
        font.pixelSize: Theme.title
        font.bold: true
    }

    SearchField {
        id: field

        anchors.right: parent.right
        width: parent.width * 0.46
        onTriggered: head.searched()
    }
}
