import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One step of a case, with an arrow to the next: below it in one column, behind it in several.
GuideRow {
    id: step

    property int nth: 1
    property string label
    property string note
    property string term
    property bool last: false
    readonly property bool across: leaves.columns > 1
    readonly property int arrow: last && !across ? 0 : Theme.smallSign

    implicitHeight: Math.max(disc.height, words.implicitHeight) + 2 * Theme.half + (across ? 0 : arrow)

    Card {
        id: card

        width: parent.width - (step.across ? step.arrow : 0)
        height: parent.height - (step.across ? 0 : step.arrow)
        implicitWidth: 0
        implicitHeight: 0
        pressable: false
        padding: Theme.half

        Rectangle {
            id: disc

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(Theme.middleSign, 1.5 * Theme.button)
            height: width
            radius: width / 2
            color: Theme.primary

            CentredLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: step.nth
                color: Theme.primaryInk
                font.pixelSize: Theme.button
                heavy: true
            }
        }

        Column {
            id: words

            anchors.left: disc.right
            anchors.leftMargin: Theme.half
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            Label {
                width: parent.width
                text: step.label
                font.pixelSize: Theme.lead
                heavy: true
            }

            Label {
                width: parent.width
                visible: text !== ""
                text: step.term
                color: Theme.primary
                font.pixelSize: Theme.button
            }

            Label {
                width: parent.width
                visible: text !== ""
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
