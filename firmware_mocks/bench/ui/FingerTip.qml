import QtQuick
import "."

// An invented finger: a tip with rings.
Rectangle {
    width: 46
    height: 62
    radius: width / 2
    color: Material.skin

    Repeater {
        model: 5

        Rectangle {
            required property int index

            anchors.centerIn: parent
            width: 8 + index * 8
            height: 12 + index * 10
            radius: width / 2
            color: "transparent"
            border.width: 1.5
            border.color: Material.ridge
        }
    }
}
