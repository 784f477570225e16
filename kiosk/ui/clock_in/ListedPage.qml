import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Whose fingers are at which reader, a page at a time.
ClockInPage {
    id: listed

    fills: true

    BothLines {
        id: heading

        objectName: "listed"
        width: parent.width
        words: listed.page.heading
        size: Theme.lead
        bold: true
    }

    Column {
        anchors.top: heading.bottom
        anchors.topMargin: Theme.half
        width: parent.width
        spacing: Theme.half

        Repeater {
            model: listed.page.rows

            Item {
                id: row

                required property var modelData
                required property int index

                width: parent.width
                height: where.height

                FitLabel {
                    objectName: "who-" + row.index
                    width: parent.width * 0.34
                    height: parent.height
                    minimumPixelSize: Theme.clockInLeast
                    verticalAlignment: Text.AlignVCenter
                    text: row.modelData.who
                    font.pixelSize: Theme.body
                    heavy: true
                }

                BothLines {
                    id: where

                    objectName: "where-" + row.index
                    x: parent.width * 0.36
                    width: parent.width - x
                    words: row.modelData.where
                    size: Theme.body
                }
            }
        }
    }

    Row {
        id: keys

        readonly property real third: (width - 2 * spacing) / 3

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.apart

        BothKey {
            objectName: "back"
            width: keys.third
            words: Words.table["back"]
            icon: "back"
            onTriggered: listed.pressed("back")
        }

        BothKey {
            objectName: "previous"
            width: keys.third
            visible: listed.page.pages > 1
            words: Words.table["enrol.previous"]
            icon: "arrow-left"
            enabled: listed.page.page > 1
            onTriggered: listed.pressed("previous")
        }

        BothKey {
            objectName: "next"
            width: keys.third
            visible: listed.page.pages > 1
            words: Words.table["enrol.next"]
            icon: "arrow-right"
            enabled: listed.page.page < listed.page.pages
            onTriggered: listed.pressed("next")
        }
    }
}
