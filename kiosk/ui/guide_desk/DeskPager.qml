import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 上一页, which page of how many, 下一页; nothing where there is one page.
Row {
    id: pager

    property int page: 1
    property int pages: 1

    signal pressed(string name)

    spacing: Theme.half
    visible: pages > 1

    PageKey {
        page: pager
        sequence: "PgUp"
        enabled: pager.visible && previous.enabled
        onActivated: pager.pressed("previous")
    }

    PageKey {
        page: pager
        sequence: "PgDown"
        enabled: pager.visible && next.enabled
        onActivated: pager.pressed("next")
    }

    QuietButton {
        id: previous

        objectName: "previous"
        width: Theme.mm(30)
        height: Theme.target
        enabled: pager.page > 1
        size: Theme.body
        label: Words.say("guide.previous")
        onTriggered: pager.pressed("previous")
    }

    Label {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(16)
        horizontalAlignment: Text.AlignHCenter
        text: Words.say("guide.page", { page: pager.page, pages: pager.pages })
        color: Theme.muted
        font.pixelSize: Theme.body
    }

    QuietButton {
        id: next

        objectName: "next"
        width: Theme.mm(30)
        height: Theme.target
        enabled: pager.page < pager.pages
        size: Theme.body
        label: Words.say("guide.next")
        onTriggered: pager.pressed("next")
    }
}
