import QtQuick
import kiosk.ui

// A second action: same size of target, less colour. `upright` puts the icon over the word.
Pressable {
    id: button

    property string label
    property string icon
    property string hint
    property bool upright: false
    property bool chosen: false
    property int size: Theme.button
    readonly property color ink: !enabled ? Theme.offInk : down ? Theme.touchedInk : Theme.ink

    say: label
    implicitWidth: grid.implicitWidth + 2 * Theme.unit
    implicitHeight: Math.max(Theme.target, grid.implicitHeight + Theme.unit)

    Shadow { visible: button.enabled }

    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: !button.enabled ? Theme.off : button.down ? Theme.touched
             : button.chosen ? Theme.tint : Theme.surface
        border.width: !button.enabled ? 0 : button.chosen ? 2 * Theme.hairline : Theme.hairline
        border.color: button.chosen ? Theme.primary : Theme.edge
    }

    Grid {
        id: grid

        anchors.centerIn: parent
        columns: button.upright ? 1 : 2
        spacing: button.upright ? Theme.quarter : Theme.half
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            visible: button.icon !== ""
            name: button.icon
            color: button.ink
            size: Math.round(button.size * 1.2)
        }

        Label {
            text: button.label
            color: button.ink
            font.pixelSize: button.size
            horizontalAlignment: Text.AlignHCenter
        }
    }

    Label {
        anchors.right: parent.right
        anchors.rightMargin: Theme.quarter
        anchors.top: parent.top
        visible: button.hint !== ""
        text: button.hint
        color: button.enabled && !button.down ? Theme.muted : button.ink
        font.pixelSize: Theme.deskCaption
    }
}
