import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One notice: its title, the day it was hung up, its text.
KioskPage {
    id: notice

    Label {
        id: title

        width: parent.width
        text: Words.of(notice.page.title)
        font.pixelSize: Theme.title
        heavy: true
    }

    Label {
        id: since

        anchors.top: title.bottom
        anchors.topMargin: notice.gap / 2
        width: parent.width
        text: Words.of(notice.page.since)
        color: Theme.muted
    }

    Label {
        objectName: "notice-text"
        anchors.top: since.bottom
        anchors.topMargin: notice.gap
        width: parent.width
        text: Words.of(notice.page.text)
        font.pixelSize: Theme.lead
    }

    Pager {
        anchors.bottom: parent.bottom
        width: parent.width
        page: notice.page.page
        pages: notice.page.pages
        onTouched: name => notice.touched(name)
    }
}
