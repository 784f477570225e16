import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The upper half in low mode: nothing to reach for.
Item {
    id: high

    property string hall
    property string time

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.unit

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: high.time
            color: Theme.primary
            font.pixelSize: Theme.plate
            font.bold: true
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: high.hall
            color: Theme.muted
            font.pixelSize: Theme.title
        }
    }
}
