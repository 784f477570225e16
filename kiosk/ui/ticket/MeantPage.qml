import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Which matter a common word means; or where one goes for it.
KioskPage {
    id: meant

    ListHead {
        id: head

        title: Words.of(meant.page.label)
        onSearched: meant.touched("search")
    }

    Label {
        id: lead

        anchors.top: head.bottom
        anchors.topMargin: text === "" ? 0 : meant.gap
        width: parent.width
        height: text === "" ? 0 : undefined
        text: Words.of(meant.page.lead)
        font.pixelSize: Theme.button
    }

    Sentence {
        id: instead

        objectName: "instead"
        anchors.top: lead.bottom
        anchors.topMargin: visible ? meant.gap : 0
        width: parent.width
        height: visible ? implicitHeight : 0
        visible: text !== ""
        tone: "primary"
        size: Theme.title
        text: Words.of(meant.page.instead)
    }

    OtherWay {
        objectName: "just-ask"
        anchors.top: instead.bottom
        anchors.topMargin: meant.gap
        anchors.right: parent.right
        width: Math.min(Theme.wideKey, parent.width)
        height: Math.max(Theme.target, needed)
        visible: label !== ""
        icon: "question"
        label: Words.of(meant.page.ask)
        onTriggered: meant.touched(objectName)
    }

    ItemGrid {
        anchors.top: instead.bottom
        anchors.topMargin: meant.gap
        width: parent.width
        columns: meant.page.columns
        high: (pager.visible ? pager.y - meant.gap : meant.height) - y
        rows: meant.page.rows
        onTouched: name => meant.touched(name)
    }

    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        page: meant.page.page
        pages: meant.page.pages
        onTouched: name => meant.touched(name)
    }
}
