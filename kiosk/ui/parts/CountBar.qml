import QtQuick
import kiosk.ui

// How many wait: a name, a number with its unit, and the number again as a bar.
Item {
    id: bar

    property string label
    property int count: 0
    property string unit
    property int most: 1  // the count of a full bar
    property int size: Theme.body
    property int thickness: Theme.half
    property color ink: Theme.ink

    implicitHeight: words.height + Theme.quarter + thickness

    Item {
        id: words

        width: parent.width
        height: Math.max(name.height, value.height)

        Label {
            id: name

            width: parent.width - value.width - Theme.half
            anchors.verticalCenter: parent.verticalCenter
            text: bar.label
            color: bar.ink
            font.pixelSize: bar.size
        }

        Label {
            id: value

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: bar.count + (bar.unit !== "" ? " " + bar.unit : "")
            color: bar.ink
            font.pixelSize: bar.size
            heavy: true
        }
    }

    Trough {
        anchors.bottom: parent.bottom
        width: parent.width
        height: bar.thickness
        to: Math.min(1, bar.count / Math.max(1, bar.most))
    }
}
