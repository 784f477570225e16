import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A sign on the hall's map, its middle `across` and `down` from the corner.
Disc {
    property real across
    property real down
    property int size
    property string sign
    property bool strong: false

    x: across - width / 2
    y: down - height / 2
    width: size
    share: 0.7
    icon: sign
    color: strong ? Theme.warn : Theme.surface
    ink: strong ? Theme.statusInk : Theme.ink
    border.width: Theme.hairline
    border.color: strong ? Theme.warn : Theme.muted
}
