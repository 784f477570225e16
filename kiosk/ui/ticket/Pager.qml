import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 上一页, which page of how many, 下一页.
Item {
    id: pager

    property int page: 1
    property int pages: 1
    property bool brief: false  // signs and figures alone
    property real keyWidth: Math.max(Theme.target, back.implicitWidth, on.implicitWidth)

    signal touched(string name)

    implicitWidth: 2 * keyWidth + count.implicitWidth + 2 * Theme.unit
    implicitHeight: Theme.target
    visible: pages > 1

    QuietButton {
        id: back

        objectName: "previous"
        anchors.left: parent.left
        width: pager.keyWidth
        height: parent.height
        icon: "back"
        label: pager.brief ? "" : Words.say("ticket.previous")
        say: Words.say("ticket.previous")
        enabled: pager.page > 1
        onTriggered: pager.touched("previous")
    }

    Label {
        id: count

        anchors.left: back.right
        anchors.right: on.left
        anchors.margins: Theme.half
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        text: Words.say(pager.brief ? "ticket.page.brief" : "ticket.page", { page: pager.page, pages: pager.pages })
        color: Theme.muted
    }

    QuietButton {
        id: on

        objectName: "next"
        anchors.right: parent.right
        width: pager.keyWidth
        height: parent.height
        icon: "forward"
        label: pager.brief ? "" : Words.say("ticket.next")
        say: Words.say("ticket.next")
        enabled: pager.page < pager.pages
        onTriggered: pager.touched("next")
    }
}
