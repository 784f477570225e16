import QtQuick
import kiosk.ui

// The one soft shadow, under things that can be pressed: a picture of it, drawn once for each scale
// (tests/gui/shadows.py) and shared by all. Rectangles with round corners keep a picture each.
BorderImage {
    readonly property int scaled: Math.max(1, Math.min(Theme.quarter, 12))  // pixels to a millimetre
    readonly property int reach: Math.round(1.8 * scaled)
    readonly property int low: Math.round(scaled / 2)

    anchors.fill: parent
    anchors.leftMargin: -reach
    anchors.rightMargin: -reach
    anchors.topMargin: low - reach
    anchors.bottomMargin: -low - reach
    border.left: reach + 2 * scaled
    border.right: border.left
    border.top: border.left
    border.bottom: border.left
    smooth: false  // between its corners it is stretched, not blended
    source: Theme.highContrast ? "" : Qt.resolvedUrl("shadows/" + scaled + ".png")
}
