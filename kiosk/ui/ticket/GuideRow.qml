import QtQuick
import kiosk.ui

// A row of `leaves`: it says how high it wants to be, and is told where it stands.
Item {
    id: guideRow

    required property int index
    property var leaves
    readonly property var place: leaves.places.rows[index] ?? { leaf: -1, x: 0, y: 0, high: 0 }

    // How long a text is.
    function letters(text) { return text.length }

    x: place.x
    y: place.y
    width: leaves.cell
    height: place.high
    visible: place.leaf === leaves.shown
    onImplicitHeightChanged: leaves.measured(index, implicitHeight)
    Component.onCompleted: leaves.measured(index, implicitHeight)
}
