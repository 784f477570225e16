import QtQuick
import kiosk.ui

// Anything that can be pressed: the whole of it is the target, by touch, mouse or keyboard.
// `down` holds from the first contact; `triggered` comes once, at the release inside.
Item {
    id: pressable

    property string say  // what it does, for those who listen instead of looking
    property bool down: area.pressed && area.containsMouse
    property int radius: Theme.radius
    property bool resting: !!Window.window?.resting  // looks as ever, and cannot be pressed for a moment

    signal triggered()

    Accessible.role: Accessible.Button
    Accessible.name: say
    Accessible.onPressAction: if (enabled && !resting) triggered()

    activeFocusOnTab: enabled
    Keys.onReturnPressed: event => { if (!event.isAutoRepeat && !resting) triggered() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat && !resting) triggered() }

    MouseArea {
        id: area

        anchors.fill: parent
        onClicked: if (!pressable.resting) pressable.triggered()
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
