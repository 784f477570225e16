import QtQuick
import kiosk.ui

// A grid of equal cells that fills the room between what stands above it and a pager below.
Grid {
    property int lines: 1
    property real high: 0
    readonly property real cellWidth: (width - (columns - 1) * spacing) / columns
    readonly property real cellHeight: (high - (lines - 1) * spacing) / lines

    spacing: Theme.apart
}
