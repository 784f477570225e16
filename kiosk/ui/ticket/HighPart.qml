import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The upper half in low mode: the way to the window on the hall's map, which has all the room that
// there is; without one the time, large, and what the hall says.
Item {
    id: high

    property string time
    property string icon
    property string lead
    property string sub
    property string why
    property var plan
    property var notices
    readonly property real free: height - told.implicitHeight - Theme.unit
    readonly property bool mapped: !!plan && free > 5 * Theme.target

    Column {
        id: told

        y: high.mapped ? 0 : Math.max(0, (high.height - height) / 2)
        width: parent.width
        spacing: high.plan ? Theme.unit : 2 * Theme.unit

        CentredLabel {
            visible: !high.plan
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

        CentredLabel {
            objectName: "why"
            visible: text !== ""
            text: high.why
            font.pixelSize: Theme.lead
        }

        Repeater {
            model: high.notices

            CentredLabel {
                required property var modelData

                objectName: "hung-up"
                text: Words.of(modelData)
                font.pixelSize: Theme.lead
            }
        }
    }

    Loader {
        objectName: "high-map"
        anchors.top: told.bottom
        anchors.topMargin: Theme.unit
        anchors.bottom: parent.bottom
        width: parent.width
        active: high.mapped

        sourceComponent: FloorMap { plan: high.plan }
    }
}
