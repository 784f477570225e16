import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What a sign of the hall's map means.
Row {
    id: key

    property string sign
    property string label
    property bool strong: false  // this kiosk
    property bool goal: false  // where the way leads
    property bool there: true  // the map has one

    spacing: Theme.quarter

    Disc {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.body * 1.2
        share: 0.7
        icon: key.sign
        color: key.goal ? Theme.primary : key.strong ? Theme.warn : Theme.surface
        ink: key.goal ? Theme.primaryInk : key.strong ? Theme.statusInk : Theme.ink
        border.width: Theme.hairline
        border.color: key.goal ? Theme.primary : key.strong ? Theme.warn : Theme.muted
    }

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: key.label
        color: Theme.ink
        font.pixelSize: Theme.body
    }
}
