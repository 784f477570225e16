import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A second key, as the page describes it.
QuietButton {
    id: key

    property var look: ({})
    readonly property bool busy: Words.of(look.busy) !== ""

    objectName: look.name ?? ""
    size: Theme.button
    label: busy ? Words.of(look.busy) : Words.of(look.label)
    icon: look.icon ?? ""
    hint: look.hint ?? ""
    enabled: (look.enabled ?? false) && !busy
}
