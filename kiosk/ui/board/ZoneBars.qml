import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How many wait in each zone.
Column {
    id: list

    required property var zones
    required property int most

    spacing: Theme.boardUnit * 0.6

    BothWords {
        words: ({ zh: Words.table["board.waiting"]?.zh, en: Words.table["board.waiting"]?.en })
        size: Theme.boardHeading
    }

    Repeater {
        model: list.zones

        Item {
            id: zone

            required property var modelData

            width: list.width
            height: name.height + Theme.boardBar + Theme.boardUnit / 4

            BothWords {
                id: name

                words: zone.modelData.label
            }

            Label {
                anchors.right: parent.right
                anchors.verticalCenter: name.verticalCenter
                text: zone.modelData.count
                font.pixelSize: Theme.boardHeading
                font.bold: true
            }

            Trough {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.boardBar
                border.width: 0
                to: zone.modelData.count / list.most
            }
        }
    }
}
