import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One of the two things that are typed. The whole box is the target; the chosen one has the caret.
Pressable {
    id: box

    property var words
    property string text
    property bool chosen: false

    say: words?.zh ?? ""
    implicitHeight: Theme.target

    Rectangle {
        anchors.fill: parent
        radius: box.radius
        color: Theme.surface
        border.width: box.chosen ? 3 * Theme.hairline : Theme.hairline
        border.color: box.chosen ? Theme.primary : Theme.muted
    }

    BothLines {
        id: name

        objectName: box.objectName
        x: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.clockInName
        words: box.words
        size: Theme.body
    }

    Label {
        id: value

        objectName: box.objectName + "-typed"
        anchors.left: name.right
        anchors.leftMargin: Theme.half
        anchors.verticalCenter: parent.verticalCenter
        wrapMode: Text.NoWrap
        text: box.text
        font.pixelSize: Theme.cardName
        heavy: true
    }

    Rectangle {
        anchors.left: value.right
        anchors.leftMargin: Theme.quarter
        anchors.verticalCenter: parent.verticalCenter
        visible: box.chosen
        width: Math.max(2, Theme.quarter / 2)
        height: Theme.caret
        color: Theme.primary
    }
}
