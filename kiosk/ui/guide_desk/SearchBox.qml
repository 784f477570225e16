import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One line to type into, and the key that brings out the keypad for a finger.
Item {
    id: box

    property string hint
    property string icon: "search"
    property bool keypad: false
    property alias text: input.text
    property alias input: input

    signal accepted()
    signal keypadPressed()

    // Somebody begins with `words`.
    function open(words) {
        input.text = words
        input.forceActiveFocus()
    }

    // What the keypad on the screen says.
    function take(name) {
        if (name === "erase") input.remove(input.length - 1, input.length)
        else if (name === "clear") input.clear()
        else input.insert(input.length, name.slice(4))
    }

    height: Theme.target

    Rectangle {
        anchors.left: parent.left
        anchors.right: pad.left
        anchors.rightMargin: Theme.half
        height: parent.height
        radius: Theme.radius
        color: Theme.surface
        border.width: input.activeFocus ? 2 * Theme.hairline : Theme.hairline
        border.color: input.activeFocus ? Theme.primary : Theme.muted

        MouseArea { anchors.fill: parent; onClicked: input.forceActiveFocus() }

        Icon {
            id: sign

            anchors.left: parent.left
            anchors.leftMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            name: box.icon
            color: Theme.primary
            size: Theme.sign
        }

        Label {
            anchors.left: sign.right
            anchors.leftMargin: Theme.unit
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: input.text === ""
            text: box.hint
            color: Theme.muted
            font.pixelSize: Theme.button
        }

        TextInput {
            id: input

            objectName: "search-input"
            anchors.left: sign.right
            anchors.leftMargin: Theme.unit
            anchors.right: parent.right
            anchors.rightMargin: Theme.unit
            height: parent.height
            verticalAlignment: TextInput.AlignVCenter
            color: Theme.ink
            selectionColor: Theme.primary
            selectedTextColor: Theme.primaryInk
            font.pixelSize: Theme.title
            maximumLength: 20
            clip: true
            focus: true
            activeFocusOnTab: true
            onAccepted: box.accepted()

            Accessible.role: Accessible.EditableText
            Accessible.name: box.hint
        }
    }

    QuietButton {
        id: pad

        objectName: "keypad"
        anchors.right: parent.right
        width: Theme.mm(32)
        height: parent.height
        label: Words.say("guide.keypad")
        chosen: box.keypad
        size: Theme.button
        onTriggered: box.keypadPressed()
    }
}
