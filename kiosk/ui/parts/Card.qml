import QtQuick
import kiosk.ui

// A surface with content; `pressable` makes the whole card one target with a shadow. Content takes
// its colours from `ink` and `softInk`, which keep their contrast while the card is pressed or off.
Pressable {
    id: card

    property bool pressable: true
    property bool chosen: false
    property bool closed: false  // looks shut; a touch says why
    property int padding: Theme.unit
    readonly property color ink: !enabled || closed && !down ? Theme.offInk : pressable && down ? Theme.touchedInk : Theme.ink
    readonly property color softInk: !enabled || closed && !down ? Theme.offInk : pressable && down ? Theme.touchedInk : Theme.muted
    default property alias content: inside.data

    Accessible.ignored: !pressable
    activeFocusOnTab: pressable && enabled
    implicitWidth: inside.childrenRect.width + 2 * padding
    implicitHeight: Math.max(pressable ? Theme.target : 0, inside.childrenRect.height + 2 * padding)

    Shadow {
        z: -2
        visible: card.pressable && card.enabled && !card.closed
    }

    Rectangle {
        z: -1
        anchors.fill: parent
        radius: card.radius
        color: !card.enabled ? Theme.off : card.pressable && card.down ? Theme.touched
             : card.closed ? Theme.off : card.chosen ? Theme.tint : Theme.surface
        border.width: !card.enabled ? 0 : card.chosen ? 2 * Theme.hairline : Theme.hairline
        border.color: card.chosen ? Theme.primary : card.pressable ? Theme.edge : Theme.line
    }

    // Shut, also where colours are few: slanted strokes along the upper edge.
    Loader {
        objectName: "shut"
        visible: card.closed
        active: card.closed
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Math.max(Theme.hairline, card.radius / 2)
        height: Theme.quarter

        sourceComponent: Item {
            clip: true

            Repeater {
                model: Math.max(0, Math.ceil(parent.width / (2 * Theme.quarter)))

                Rectangle {
                    required property int index

                    x: index * 2 * Theme.quarter
                    y: -height / 4
                    width: Theme.quarter * 0.7
                    height: 2 * Theme.quarter
                    rotation: 30
                    color: card.ink
                }
            }
        }
    }

    Item {
        id: inside

        anchors.fill: parent
        anchors.margins: card.padding
    }
}
