import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The one key a page is for, as the page describes it.
PrimaryButton {
    id: key

    property var look: ({})

    objectName: look.name ?? ""
    label: Words.of(look.label)
    icon: look.icon ?? ""
    hint: look.hint ?? ""
    busy: Words.of(look.busy) !== ""
    busyLabel: Words.of(look.busy)
    enabled: (look.enabled ?? false) && !busy
}
