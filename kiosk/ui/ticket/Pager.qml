import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 上一页, which page of how many, 下一页.
Item {
    id: pager

    property int page: 1
    property int pages: 1
    property real keyWidth: Math.max(back.implicitWidth, on.implicitWidth)

    signal touched(string name)

    implicitHeight: Theme.target
    visible: pages > 1

    QuietButton {
        id: back

        objectName: "previous"
        anchors.left: parent.left
        width: pager.keyWidth
        height: parent.height
        icon: "back"
        label: Words.say("ticket.previous")
        size: Math.min(Theme.button, Theme.steadyLead)
        enabled: pager.page > 1
        onTriggered: pager.touched("previous")
    }

    FitLabel {
        anchors.left: back.right
        anchors.right: on.left
        anchors.margins: Theme.half
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        text: Words.say("ticket.page", { page: pager.page, pages: pager.pages })
        color: Theme.muted
    }

    QuietButton {
        id: on

        objectName: "next"
        anchors.right: parent.right
        width: pager.keyWidth
        height: parent.height
        icon: "forward"
        label: Words.say("ticket.next")
        size: Math.min(Theme.button, Theme.steadyLead)
        enabled: pager.page < pager.pages
        onTriggered: pager.touched("next")
    }
}
