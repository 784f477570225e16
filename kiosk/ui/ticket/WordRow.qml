import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What the letters typed may stand for: words and characters to put into the field, and a key for
// further ones.
Item {
    id: words

    property var keys: []
    property bool more: false

    signal touched(string name)

    height: Theme.target

    Row {
        spacing: Theme.apart

        Repeater {
            model: words.keys.length

            PadKey {
                required property int index
                readonly property var row: index < words.keys.length ? words.keys[index] : ({})

                objectName: row.name ?? ""
                width: Theme.mm(row.width ?? 20)
                height: words.height
                label: row.text ?? ""
                size: Theme.cardName
                onTriggered: words.touched(objectName)
            }
        }
    }

    PadKey {
        objectName: "further"
        anchors.right: parent.right
        width: Theme.target
        height: parent.height
        visible: words.more
        icon: "forward"
        say: Words.say("ticket.search.further")
        onTriggered: words.touched("further")
    }
}
