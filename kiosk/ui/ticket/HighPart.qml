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

        CentredLabel {
            text: high.time
            color: Theme.primary
            font.pixelSize: Theme.plate
            font.bold: true
        }

        CentredLabel {
            text: high.hall
            color: Theme.muted
            font.pixelSize: Theme.title
        }
    }
}
