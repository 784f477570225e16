import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One thing to bring: touched, it is ticked; beside it the key of its picture, where there is one.
GuideRow {
    id: material

    property string name
    property string label
    property string counts
    property string detail
    property bool optional: false
    property bool ticked: false
    property string sample
    readonly property bool pictured: sample !== ""
    readonly property bool begins: name !== ""

    signal touched(string name)

    implicitHeight: Math.min(leaves.most, Math.max(begins ? Theme.target : 0, words.implicitHeight) + 2 * card.padding)

    Card {
        id: card

        objectName: material.name
        anchors.left: parent.left
        anchors.right: material.pictured ? picture.left : parent.right
        anchors.rightMargin: material.pictured ? Theme.apart : 0
        height: parent.height
        implicitWidth: 0
        implicitHeight: 0
        say: material.label
        pressable: material.begins
        padding: Theme.half
        chosen: material.ticked
        onTriggered: material.touched(material.name)

        Rectangle {
            id: box

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.middleSign
            height: width
            visible: material.begins
            radius: Theme.quarter
            color: material.ticked ? Theme.primary : Theme.surface
            border.width: 2 * Theme.hairline
            border.color: Theme.primary

            Icon {
                anchors.centerIn: parent
                visible: material.ticked
                name: "tick"
                color: Theme.primaryInk
                size: parent.width * 0.8
            }
        }

        Item {
            id: words

            readonly property real most: material.leaves.most - 2 * card.padding
            readonly property int all: 60 + letters(material.label) + letters(material.counts)
                                       + letters(material.detail)

            anchors.left: box.right
            anchors.leftMargin: Theme.unit
            anchors.right: material.optional ? badge.left : parent.right
            anchors.rightMargin: material.optional ? Theme.half : 0
            anchors.verticalCenter: parent.verticalCenter
            height: implicitHeight
            implicitHeight: heading.height + many.height + more.height

            // The part of a whole leaf that a text may take.
            function share(text) { return most * (letters(text) + 20) / all }

            CappedLabel {
                id: heading

                width: parent.width
                most: words.share(material.label)
                text: material.label
                color: card.ink
                font.pixelSize: Theme.lead
                heavy: true
            }

            CappedLabel {
                id: many

                anchors.top: heading.bottom
                width: parent.width
                most: words.share(material.counts)
                text: material.counts
                color: card.ink
                font.pixelSize: Theme.button
            }

            CappedLabel {
                id: more

                anchors.top: many.bottom
                width: parent.width
                most: words.share(material.detail)
                text: material.detail
                color: card.softInk
                font.pixelSize: Theme.button
            }
        }

        Badge {
            id: badge

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: material.optional
            tone: "quiet"
            label: Words.say("guide.optional")
        }
    }

    QuietButton {
        id: picture

        objectName: material.sample
        anchors.right: parent.right
        width: Math.max(Theme.footKey, implicitWidth)
        height: parent.height
        visible: material.pictured
        upright: true
        icon: "picture"
        label: Words.say("guide.sample")
        size: Theme.body
        onTriggered: material.touched(material.sample)
    }
}
