import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A key that says what it does in both languages. A `strong` one is what its page is for; a `grave`
// one takes something away that does not come back.
Pressable {
    id: key

    property var words
    property string icon
    property bool strong: false
    property bool grave: false
    property bool busy: false
    readonly property color face: !enabled && !busy ? Theme.off
                                : grave && down ? Theme.stop
                                : strong ? (down ? Theme.pressed : Theme.primary)
                                : down ? Theme.touched : Theme.surface
    readonly property color ink: !enabled && !busy ? Theme.offInk
                               : grave ? (down ? Theme.statusInk : Theme.stop)
                               : strong ? Theme.primaryInk : down ? Theme.touchedInk : Theme.ink
    readonly property color softInk: strong || grave || !enabled || down ? ink : Theme.muted

    say: words?.zh ?? ""
    implicitHeight: Theme.target

    Shadow { visible: key.enabled }

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.face
        border.width: key.strong || !key.enabled ? 0 : key.grave ? 2 * Theme.hairline : Theme.hairline
        border.color: key.grave ? Theme.stop : Theme.muted
    }

    Icon {
        id: sign

        x: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        visible: key.icon !== "" && !key.busy
        name: key.icon
        color: key.ink
        size: Theme.smallSign
    }

    Spinner {
        x: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        visible: key.busy
        color: key.ink
        size: Theme.smallSign
    }

    BothLines {
        objectName: key.objectName
        anchors.left: sign.right
        anchors.right: parent.right
        anchors.margins: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        words: key.words
        size: Theme.button
        ink: key.ink
        softInk: key.softInk
        bold: key.strong
    }
}
