import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which window an opinion is about: a touch of one hands it in, and so does the key below, without any.
KioskPage {
    id: which

    readonly property real ends: pager.visible ? pager.y : foot.y

    Label {
        id: heading

        width: parent.width
        text: Words.say("opinion.which")
        font.pixelSize: Theme.title
        heavy: true
    }

    ItemGrid {
        anchors { top: heading.bottom; topMargin: which.gap }
        width: parent.width
        columns: which.page.columns
        high: which.ends - which.gap - y
        rows: which.page.rows
        onTouched: name => which.touched(name)
    }

    Pager {
        id: pager

        anchors { bottom: foot.top; bottomMargin: which.gap }
        width: parent.width
        page: which.page.page
        pages: which.page.pages
        onTouched: name => which.touched(name)
    }

    BottomRow {
        id: foot

        name: "give"
        icon: "tick"
        label: Words.say("opinion.no-window")
        onTriggered: which.touched("give")
    }
}
