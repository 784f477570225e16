import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Something that may be chosen by a press, and taken back by another.
QuietButton {
    id: key

    property string prefix
    property var choice: ({})

    objectName: prefix + (choice.value ?? "")
    height: Theme.target
    size: Theme.body
    label: Words.of(choice.label)
    icon: choice.icon && choice.chosen ? "tick" : choice.icon ?? ""  // times are narrow
    chosen: choice.chosen ?? false
}
