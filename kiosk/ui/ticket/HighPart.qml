import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The upper half in low mode: the time once, and the way to the window or what the hall says.
Item {
    id: high

    property string time
    property string icon
    property string lead
    property string sub

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: 2 * Theme.unit

        CentredLabel {
            text: high.time
            color: Theme.primary
            font.pixelSize: Theme.plate
            heavy: true
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.unit

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                name: high.icon
                color: Theme.primary
                size: Theme.middleSign
            }

            Label {
                objectName: "way"
                width: Math.min(implicitWidth, high.width - sign.width - Theme.unit)
                text: high.lead
                font.pixelSize: Theme.hero
                heavy: true
            }
        }

        CentredLabel {
            text: high.sub
            color: Theme.muted
            font.pixelSize: Theme.lead
        }
    }
}
