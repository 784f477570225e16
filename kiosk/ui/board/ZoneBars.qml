import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How many wait in each zone. However many zones and however long their names, each has its line in `room`,
// and no name touches a count.
Column {
    id: list

    required property var zones
    required property int most
    required property var elsewhere
    required property var held  // how often the minutes were right
    required property real room
    readonly property real each: Math.min(Theme.boardZone, (room - head.height - rest.height - told.height) / Math.max(1, zones.length))

    BothWords {
        id: head

        height: Math.round(Theme.boardHeading * 1.5)
        words: ({ zh: Words.table["board.waiting"]?.zh, en: Words.table["board.waiting"]?.en })
        size: Theme.boardHeading
    }

    Repeater {
        model: list.zones

        Item {
            id: zone

            required property var modelData
            readonly property real line: height - bar.height - Math.min(Theme.boardUnit / 4, height / 12)
            readonly property int letters: Math.min(Theme.boardBody, Math.floor(line / 1.4))

            objectName: "zone"
            width: list.width
            height: list.each

            TextMetrics {
                id: both

                font.pixelSize: zone.letters
                text: zone.modelData.label.zh + "　" + zone.modelData.label.en
            }

            TextMetrics {
                id: zhAlone

                font.pixelSize: zone.letters
                text: zone.modelData.label.zh
            }

            TextMetrics {
                id: enAlone

                font.pixelSize: zone.letters
                text: zone.modelData.label.en
            }

            Grid {
                id: name

                readonly property real free: zone.width - count.width - minutes.width - Theme.boardUnit / 2
                readonly property bool stacked: both.advanceWidth > free

                columns: stacked ? 1 : 2
                columnSpacing: Math.round(Theme.boardBody / 2)

                FitLabel {
                    objectName: "zone-zh"
                    width: name.stacked ? name.free : Math.ceil(zhAlone.advanceWidth) + 1
                    height: name.stacked ? zone.line * 0.55 : zone.line
                    fontSizeMode: name.stacked ? Text.Fit : Text.FixedSize
                    minimumPixelSize: Theme.boardLeast
                    text: zone.modelData.label.zh
                    font.pixelSize: zone.letters
                }

                FitLabel {
                    objectName: "zone-en"
                    width: name.stacked ? name.free : Math.ceil(enAlone.advanceWidth) + 1
                    height: name.stacked ? zone.line * 0.45 : zone.line
                    fontSizeMode: name.stacked ? Text.Fit : Text.FixedSize
                    minimumPixelSize: Theme.boardLeast
                    text: zone.modelData.label.en
                    color: Theme.muted
                    font.pixelSize: zone.letters
                }
            }

            // How long it may take there at most, left of the count.
            Label {
                id: minutes

                objectName: "zone-minutes"
                visible: zone.modelData.minutes !== ""
                width: visible ? implicitWidth + Theme.boardUnit / 2 : 0
                anchors.right: count.left
                height: zone.line
                verticalAlignment: Text.AlignVCenter
                text: zone.modelData.minutes + " " + (Words.table["board.minutes"]?.zh ?? "")
                      + " " + (Words.table["board.minutes"]?.en ?? "")
                font.pixelSize: Math.floor(zone.letters * 0.85)
                wrapMode: Text.NoWrap
            }

            Label {
                id: count

                objectName: "zone-count"
                anchors.right: parent.right
                height: zone.line
                text: zone.modelData.count
                font.pixelSize: Math.min(Theme.boardHeading, Math.floor(zone.line / 1.2))
                heavy: true
            }

            Trough {
                id: bar

                objectName: "zone-bar"
                y: zone.line
                width: parent.width
                height: Math.min(Theme.boardBar, zone.height / 8)
                border.width: 0
                to: zone.modelData.count / list.most
            }
        }
    }

    Item {
        id: told

        width: list.width
        visible: (list.held?.zh ?? "") !== ""
        height: visible ? Math.round(Theme.boardLeast * 1.9) : 0

        FitLabel {
            objectName: "held"
            anchors.fill: parent
            minimumPixelSize: Math.round(Theme.boardLeast / 2)
            text: (list.held?.zh ?? "") + "　" + (list.held?.en ?? "")
            color: Theme.muted
            font.pixelSize: Theme.boardBody
        }
    }

    Item {
        id: rest

        width: list.width
        visible: (list.elsewhere?.zh ?? "") !== ""
        height: visible ? Math.round(Theme.boardBody * 2.8) : 0

        FitLabel {
            objectName: "elsewhere-zh"
            width: parent.width
            height: parent.height / 2
            minimumPixelSize: Math.round(Theme.boardLeast / 2)
            text: list.elsewhere?.zh ?? ""
            color: Theme.muted
            font.pixelSize: Theme.boardBody
        }

        FitLabel {
            objectName: "elsewhere-en"
            y: parent.height / 2
            width: parent.width
            height: parent.height / 2
            minimumPixelSize: Math.round(Theme.boardLeast / 2)
            text: list.elsewhere?.en ?? ""
            color: Theme.muted
            font.pixelSize: Theme.boardBody
        }
    }
}
