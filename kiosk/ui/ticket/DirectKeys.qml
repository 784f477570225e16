import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A department's queues, for those who are not sure what their matter is called.
Item {
    id: direct

    property var rows: []

    signal touched(string name)

    height: rows.length > 0 ? invite.height + Theme.quarter + queues.height : 0
    visible: rows.length > 0

    Label {
        id: invite

        width: parent.width
        text: Words.say("ticket.direct")
        color: Theme.muted
    }

    Row {
        id: queues

        anchors.bottom: parent.bottom
        width: parent.width
        height: {
            let most = Theme.footKey
            for (let nth = 0; nth < keys.count; nth++) most = Math.max(most, keys.itemAt(nth)?.needed ?? 0)
            return most
        }
        spacing: Theme.apart

        Repeater {
            id: keys

            model: direct.rows.length

            DirectKey {
                required property int index
                readonly property var row: index < direct.rows.length ? direct.rows[index] : ({})

                objectName: row.name ?? ""
                width: (queues.width - (direct.rows.length - 1) * queues.spacing) / direct.rows.length
                height: queues.height
                label: Words.of(row.label)
                people: Words.of(row.people)
                onTriggered: direct.touched(objectName)
            }
        }
    }
}
