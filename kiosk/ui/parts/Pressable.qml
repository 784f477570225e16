import QtQuick
import kiosk.ui

// Anything that can be pressed: the whole of it is the target, by touch, mouse or keyboard.
// `down` holds from the first contact; `triggered` comes once, at the release inside, however long it
// was held. Each feels a finger of its own: a hand that rests elsewhere on the glass, or a drop of
// water there, holds no other key. (A MouseArea feels one finger of the whole window.)
Item {
    id: pressable

    property string say  // what it does, for those who listen instead of looking
    property bool down: tap.pressed && contains(tap.point.position)
    property int radius: Theme.radius
    property bool resting: !!Window.window?.resting  // looks as ever, and cannot be pressed for a moment

    signal triggered()

    Accessible.role: Accessible.Button
    Accessible.name: say
    Accessible.onPressAction: if (enabled && !resting) triggered()

    activeFocusOnTab: enabled
    Keys.onReturnPressed: event => { if (!event.isAutoRepeat && !resting) triggered() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat && !resting) triggered() }

    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: if (!pressable.resting) pressable.triggered()
    }

    Loader {
        z: 1
        anchors.fill: parent
        active: pressable.activeFocus

        sourceComponent: Rectangle {
            anchors.fill: parent
            anchors.margins: -border.width - 1
            radius: pressable.radius + border.width + 1
            color: "transparent"
            border.width: Theme.focusRing
            border.color: Theme.warn
        }
    }
}
