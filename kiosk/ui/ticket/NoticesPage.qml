import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The notices of today; a touch opens one.
KioskPage {
    id: notices

    Label {
        id: heading

        width: parent.width
        text: Words.say("notices")
        font.pixelSize: Theme.title
        heavy: true
    }

    ItemGrid {
        anchors.top: heading.bottom
        anchors.topMargin: notices.gap
        width: parent.width
        columns: notices.page.columns
        high: (pager.visible ? pager.y - notices.gap : foot.y - notices.gap) - y
        rows: notices.page.rows
        onTouched: name => notices.touched(name)
    }

    CentredLabel {
        anchors.centerIn: parent
        objectName: "none"
        visible: notices.page.rows.length === 0
        text: Words.say("notices.none")
        color: Theme.muted
        font.pixelSize: Theme.lead
    }

    Pager {
        id: pager

        anchors.bottom: foot.top
        anchors.bottomMargin: notices.gap
        width: parent.width
        page: notices.page.page
        pages: notices.page.pages
        onTouched: name => notices.touched(name)
    }

    BottomRow {
        id: foot

        name: "opinion"
        icon: "star"
        label: Words.say("opinion")
        hint: Words.say("opinion.invite")
        onTriggered: notices.touched("opinion")
    }
}
