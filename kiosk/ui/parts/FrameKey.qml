import QtQuick
import kiosk.ui

// A key of a page's bottom bar: icon over word, marked while its mode is on.
Pressable {
    id: key

    property string label
    property string icon
    property bool chosen: false
    property bool edged: false  // a frame around it, on the citizens' screens
    property bool beside: false  // the icon beside the word, where the bar is low
    property int size: Theme.body
    readonly property color ink: !enabled ? Theme.offInk : down ? Theme.touchedInk
                              : chosen ? Theme.primary : Theme.ink

    say: label
    implicitWidth: grid.implicitWidth + Theme.unit
    implicitHeight: Theme.target

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.down ? Theme.touched : key.chosen ? Theme.tint : "transparent"
        border.width: key.chosen ? 2 * Theme.hairline : key.edged && key.enabled ? Theme.hairline : 0
        border.color: key.chosen ? Theme.primary : Theme.edge
    }

    Grid {
        id: grid

        anchors.centerIn: parent
        columns: key.beside ? 2 : 1
        spacing: key.beside ? Theme.half : Theme.quarter
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            name: key.icon
            color: key.ink
            size: Math.round(key.size * 1.3)
        }

        Label {
            visible: text !== ""
            text: key.label
            color: key.ink
            font.pixelSize: key.size
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.NoWrap
        }
    }
}
