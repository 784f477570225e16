import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One finger on the reader, and how far it is; or what was erased.
ClockInPage {
    id: taking

    readonly property int side: Math.round(high ? Math.min(width * 0.5, height * 0.3)
                                                : Math.min(width * 0.3, height * 0.55))
    readonly property bool calm: page.tone === "primary" || page.tone === "quiet"

    fills: true

    ReaderPicture {
        id: picture

        x: taking.high ? Math.round((taking.width - width) / 2) : Theme.unit
        y: Theme.unit
        height: taking.side
        badge: taking.page.badge
        tone: taking.page.tone
    }

    Row {
        objectName: "steps"
        visible: taking.page.steps > 0
        x: picture.x + Math.round((picture.width - width) / 2)
        y: picture.y + picture.height + Theme.unit
        spacing: Theme.half

        Repeater {
            model: taking.page.steps

            Rectangle {
                required property int index

                width: Theme.unit
                height: Theme.unit
                radius: width / 2
                color: index < taking.page.step ? Theme.tone(taking.page.tone) : Theme.surface
                border.width: 2 * Theme.hairline
                border.color: Theme.tone(taking.page.tone)
            }
        }
    }

    Column {
        x: taking.high ? 0 : picture.x + picture.width + 2 * Theme.unit
        y: taking.high ? picture.y + picture.height + 4 * Theme.unit : Theme.unit
        width: taking.width - x
        spacing: Theme.half

        BothLines {
            objectName: "progress"
            width: parent.width
            words: taking.page.progress
            size: Theme.button
            softInk: Theme.ink
            alignment: headline.alignment
        }

        BothLines {
            id: headline

            objectName: "headline"
            width: parent.width
            words: taking.page.headline
            size: Theme.clockInHeadline
            softSize: Theme.lead
            bold: true
            ink: taking.calm ? Theme.ink : Theme.tone(taking.page.tone)
            softInk: ink
            alignment: taking.high ? Text.AlignHCenter : Text.AlignLeft
        }

        BothLines {
            objectName: "detail"
            width: parent.width
            words: taking.page.detail
            size: Theme.lead
            softInk: Theme.ink
            alignment: headline.alignment
        }
    }

    Row {
        id: keys

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.apart

        BothKey {
            objectName: "stop"
            width: keys.width
            height: Theme.clockInPadKey
            visible: taking.page.stop
            words: Words.table["enrol.stop"]
            icon: "cross"
            onTriggered: taking.pressed("stop")
        }

        BothKey {
            objectName: "done"
            width: taking.page.again ? (keys.width - Theme.apart) / 2 : keys.width
            height: Theme.clockInPadKey
            visible: taking.page.over
            words: taking.page.leave
            icon: taking.page.leave_icon
            strong: !taking.page.again
            onTriggered: taking.pressed("done")
        }

        BothKey {
            objectName: "again"
            width: (keys.width - Theme.apart) / 2
            height: Theme.clockInPadKey
            visible: taking.page.over && taking.page.again
            words: Words.table["enrol.again"]
            icon: "repeat"
            strong: true
            onTriggered: taking.pressed("again")
        }
    }
}
