import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A piece of a text; above the first, its heading.
GuideRow {
    id: piece

    property string heading
    property string text

    implicitHeight: Math.min(leaves.most, over.height + below.height)

    CappedLabel {
        id: over

        width: parent.width
        most: piece.leaves.most * 0.4
        text: piece.heading
        color: Theme.primary
        font.pixelSize: Theme.button
        heavy: true
    }

    CappedLabel {
        id: below

        anchors.top: over.bottom
        width: parent.width
        most: piece.leaves.most - over.height
        text: piece.text
        verticalAlignment: Text.AlignTop
        font.pixelSize: Theme.lead
    }
}
