import QtQuick
import kiosk.ui

// The frame of every page of the ticket kiosk: hall, date and time above; keys below; body between.
// `keys` are {name, icon, label, chosen, enabled}; `pressed(name)` says which was touched.
Item {
    id: frame

    property string hall
    property string date
    property string time
    property var keys: []
    readonly property alias body: body
    default property alias content: body.data

    signal pressed(string name)

    Rectangle {
        id: top

        width: parent.width
        height: Math.max(Math.round(parent.height * 0.08), Theme.target,
                         name.implicitHeight + Theme.half, clock.implicitHeight + Theme.half)
        color: Theme.surface

        Label {
            id: name

            anchors.left: parent.left
            anchors.leftMargin: Theme.unit
            anchors.right: clock.left
            anchors.rightMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            text: frame.hall
            font.pixelSize: Theme.title
            font.bold: true
        }

        Clock {
            id: clock

            anchors.right: parent.right
            anchors.rightMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            time: frame.time
            date: frame.date
            timeSize: Theme.button
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.line
        }
    }

    Item {
        id: body

        anchors.top: top.bottom
        anchors.bottom: bottom.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.unit
    }

    Rectangle {
        id: bottom

        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(Math.round(parent.height * 0.08), Theme.target + Theme.unit,
                         3 * Theme.body + 2 * Theme.unit)
        color: Theme.surface

        Rectangle {
            width: parent.width
            height: Theme.hairline
            color: Theme.line
        }

        Row {
            id: row

            anchors.fill: parent
            anchors.margins: Theme.half
            spacing: Theme.apart

            Repeater {
                model: frame.keys

                FrameKey {
                    required property var modelData

                    objectName: modelData.name
                    width: (row.width - (frame.keys.length - 1) * row.spacing) / frame.keys.length
                    height: row.height
                    icon: modelData.icon
                    label: modelData.label
                    chosen: modelData.chosen ?? false
                    enabled: modelData.enabled ?? true
                    onTriggered: frame.pressed(modelData.name)
                }
            }
        }
    }
}
