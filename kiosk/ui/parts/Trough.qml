import QtQuick
import kiosk.ui

// A bar: the stretch between two parts of the whole, 0 to 1. What is not nothing can be seen.
Rectangle {
    id: trough

    property real from: 0
    property real to: 0

    radius: height / 2
    color: Theme.trough
    border.width: Theme.highContrast ? Theme.hairline : 0
    border.color: Theme.line

    Rectangle {
        x: trough.from * parent.width
        width: trough.to > trough.from ? Math.max(height, (trough.to - trough.from) * parent.width) : 0
        height: parent.height
        radius: height / 2
        color: Theme.primary
    }
}
