import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Above a list: what is chosen from, and the search field.
Item {
    id: head

    property string title

    signal searched()

    width: parent?.width ?? 0
    height: Math.max(Theme.target, heading.implicitHeight)

    Label {
        id: heading

        width: parent.width * 0.54 - Theme.apart
        height: parent.height
        text: head.title
        font.pixelSize: Theme.title
        heavy: true
    }

    SearchField {
        anchors.right: parent.right
        width: parent.width * 0.46
        onTriggered: head.searched()
    }
}
