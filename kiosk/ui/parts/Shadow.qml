import QtQuick
import kiosk.ui

// The one soft shadow, under things that can be pressed.
Item {
    id: shadow

    property int radius: Theme.radius

    Repeater {
        model: 4

        Rectangle {
            required property int index
            readonly property int spread: Math.round((index + 1) * Theme.quarter * 0.45)

            x: -spread
            y: -spread + Theme.quarter * 0.5
            width: shadow.width + 2 * spread
            height: shadow.height + 2 * spread
            radius: shadow.radius + spread
            color: Theme.shade
        }
    }
}
