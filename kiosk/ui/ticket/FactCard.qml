import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One fact of an item. Where there is more to read of it, the whole card is the way there. Where
// there is room, cards are higher than their words.
GuideRow {
    id: fact

    property string name
    property string icon
    property string label
    property string value
    readonly property int lines: Math.ceil(leaves.count / leaves.columns)
    readonly property real share: (leaves.height - (lines - 1) * leaves.gap) / lines
    readonly property real words: over.natural + below.natural + 3 * Theme.half
    readonly property real least: Math.max(Theme.target, words)

    // Where a span of time would have no room, the sign gives way: 6.4 letters are 08:30–11:30.
    readonly property real spare: width * 0.86 - 2 * card.padding - Theme.half - (card.pressable ? Theme.smallSign : 0)
    readonly property bool signed: spare >= 6.4 * Theme.lead

    // And where a comma behind it would have none, a gap parts them.
    readonly property string told: below.width < 7.6 * Theme.lead ? parted(value) : value

    signal touched(string name)

    function parted(text) { return text.replace(/(\d:\d\d)、(?=\d)/g, "$1 ") }

    readonly property real room: leaves.least <= leaves.height ? leaves.height : leaves.most  // no pager stands there

    implicitHeight: Math.min(Math.max(Theme.target, room),
                             Math.max(least, Math.min(share, Theme.tallKey)))
    onLeastChanged: leaves.needs(index, least)

    Card {
        id: card

        objectName: fact.name
        anchors.fill: parent
        implicitWidth: 0
        implicitHeight: 0
        say: fact.label
        pressable: fact.name !== ""
        padding: Theme.half
        onTriggered: fact.touched(fact.name)

        Icon {
            id: sign

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            visible: fact.signed
            name: fact.icon
            color: Theme.primary
            size: fact.signed ? Math.min(Theme.middleSign, fact.width * 0.14) : 0
        }

        Item {
            anchors.left: sign.right
            anchors.leftMargin: fact.signed ? Theme.half : 0
            anchors.right: arrow.left
            anchors.verticalCenter: parent.verticalCenter
            height: over.height + below.height

            CappedLabel {
                id: over

                width: parent.width
                most: (fact.height - 2 * card.padding) * 0.5
                text: fact.label
                color: card.softInk
                font.pixelSize: Theme.button
            }

            CappedLabel {
                id: below

                anchors.top: over.bottom
                width: parent.width
                most: fact.height - 2 * card.padding - over.height
                text: fact.told
                color: card.ink
                font.pixelSize: Theme.lead
                heavy: true
            }
        }

        Icon {
            id: arrow

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: card.pressable
            name: "forward"
            color: Theme.primary
            size: Theme.smallSign
        }
    }
}
