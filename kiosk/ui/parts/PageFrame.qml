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
    property int bar: Theme.mm(24)  // height of each of the two bars
    readonly property alias body: body
    default property alias content: body.data

    signal pressed(string name)

    Rectangle {
        id: top

        width: parent.width
        height: frame.bar
        color: Theme.surface

        Label {
            id: name

            anchors.left: parent.left
            anchors.leftMargin: Theme.unit
            anchors.right: clock.left
            anchors.rightMargin: Theme.unit
            height: parent.height
            text: frame.hall
            font.pixelSize: Theme.elder ? Theme.body : Theme.title
            heavy: true
        }

        Clock {
            id: clock

            anchors.right: parent.right
            anchors.rightMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            time: frame.time
            date: frame.date
            timeSize: Theme.button
            beside: frame.width > frame.height
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
        height: frame.bar
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

            // Each as wide as its word, and an equal share of what is left.
            readonly property real spare: {
                let used = (frame.keys.length - 1) * spacing
                for (let nth = 0; nth < keys.count; nth++) used += keys.itemAt(nth)?.implicitWidth ?? 0
                return (width - used) / Math.max(1, keys.count)
            }

            Repeater {
                id: keys

                model: frame.keys

                FrameKey {
                    required property var modelData

                    objectName: modelData.name
                    width: Math.floor(implicitWidth + row.spare)
                    height: row.height
                    edged: true
                    beside: frame.width > frame.height
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
