import QtQuick
import kiosk.ui

// A white sheet on the bench on which one thing lies.
Rectangle {
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.hairline
    border.color: Theme.line
}
