import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One step of a procedure, with an arrow to the next: below it in one column, behind it in several.
GuideRow {
    id: step

    property int nth: 1
    property string label
    property string note
    property string term
    property bool last: false
    readonly property bool across: leaves.columns > 1
    readonly property int arrow: last && !across ? 0 : Theme.sign

    implicitHeight: Math.min(leaves.most, Math.max(disc.height, words.implicitHeight) + 2 * Theme.unit
                                          + (across ? 0 : arrow))

    Card {
        id: card

        width: parent.width - (step.across ? step.arrow : 0)
        height: parent.height - (step.across ? 0 : step.arrow)
        implicitWidth: 0
        implicitHeight: 0
        pressable: false
        padding: Theme.unit

        Rectangle {
            id: disc

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(Theme.middleSign, 1.5 * Theme.button)
            height: width
            radius: width / 2
            color: Theme.primary
            visible: step.nth > 0

            CentredLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: step.nth
                color: Theme.primaryInk
                font.pixelSize: Theme.button
                heavy: true
            }
        }

        Item {
            id: words

            readonly property real most: step.leaves.most - 2 * Theme.unit - step.arrow
            readonly property int all: 60 + letters(step.label) + letters(step.term)
                                       + letters(step.note)

            anchors.left: disc.right
            anchors.leftMargin: Theme.unit
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            height: implicitHeight
            implicitHeight: heading.height + within.height + more.height

            // The part of a whole leaf that a text may take.
            function share(text) { return most * (letters(text) + 20) / all }

            CappedLabel {
                id: heading

                width: parent.width
                most: words.share(step.label)
                text: step.label
                font.pixelSize: Theme.lead
                heavy: true
            }

            CappedLabel {
                id: within

                anchors.top: heading.bottom
                width: parent.width
                most: words.share(step.term)
                text: step.term
                color: Theme.primary
                font.pixelSize: Theme.button
            }

            CappedLabel {
                id: more

                anchors.top: within.bottom
                width: parent.width
                most: words.share(step.note)
                text: step.note
                color: Theme.muted
                font.pixelSize: Theme.button
            }
        }
    }

    Icon {
        anchors.horizontalCenter: step.across ? undefined : parent.horizontalCenter
        anchors.bottom: step.across ? undefined : parent.bottom
        anchors.right: step.across ? parent.right : undefined
        anchors.verticalCenter: step.across ? card.verticalCenter : undefined
        visible: !step.last
        name: step.across ? "arrow-right" : "arrow-down"
        color: Theme.primary
        size: Theme.smallSign
    }
}
