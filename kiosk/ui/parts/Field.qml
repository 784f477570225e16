import QtQuick
import kiosk.ui

// One line to type into, with its name above it.
Column {
    id: field

    property string label
    property alias text: input.text
    property alias input: input
    property bool hidden: false
    property int size: Theme.body
    property int limit: 40

    signal accepted()

    spacing: Theme.quarter

    Label {
        width: parent.width
        text: field.label
        color: Theme.muted
        font.pixelSize: field.size
    }

    Rectangle {
        width: parent.width
        height: Math.round(field.size * 2.4)
        radius: Theme.radius
        color: Theme.surface
        border.width: input.activeFocus ? 2 * Theme.hairline : Theme.hairline
        border.color: input.activeFocus ? Theme.primary : Theme.muted

        TextInput {
            id: input

            objectName: field.objectName + "-input"
            anchors.fill: parent
            anchors.leftMargin: Theme.half
            anchors.rightMargin: Theme.half
            verticalAlignment: TextInput.AlignVCenter
            color: Theme.ink
            selectionColor: Theme.primary
            selectedTextColor: Theme.primaryInk
            font.pixelSize: Math.round(field.size * 1.2)
            echoMode: field.hidden ? TextInput.Password : TextInput.Normal
            inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhNoPredictiveText
            maximumLength: field.limit
            clip: true
            activeFocusOnTab: true
            onAccepted: field.accepted()
            Keys.onReturnPressed: event => event.accepted = event.isAutoRepeat  // heard no further
            Keys.onEnterPressed: event => event.accepted = event.isAutoRepeat

            Accessible.role: Accessible.EditableText
            Accessible.name: field.label
        }
    }
}
