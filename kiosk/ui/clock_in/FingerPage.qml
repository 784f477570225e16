import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The time, a finger on the reader, and what to do. Where the reader does not do, the key for staff
// number and PIN is the large one.
ClockInPage {
    id: finger

    readonly property int edge: Theme.unit
    readonly property real side: high ? width : Math.round(width * 0.38)
    readonly property bool calm: page.tone === "primary" || page.tone === "quiet"

    tells: true

    Label {
        id: clock

        objectName: "clock"
        width: finger.side
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        text: finger.page.time
        heavy: true
        lineHeight: 1.0
        font.pixelSize: Theme.clockInTime
    }

    ReaderPicture {
        id: picture

        readonly property real room: finger.high ? finger.height * 0.27
                                                 : finger.height - clock.height - 2 * finger.edge

        x: Math.round((finger.side - width) / 2)
        y: clock.y + clock.height + finger.edge
        height: Math.round(Math.min(finger.side * 0.66, room))
        badge: finger.page.badge
        tone: finger.page.tone
    }

    Item {
        id: words

        x: finger.high ? 0 : finger.side + finger.edge
        y: finger.high ? picture.y + picture.height + 2 * finger.edge : 0
        width: finger.width - x
        height: key.y - y - finger.edge
    }

    BothLines {
        id: headline

        objectName: "headline"
        x: words.x
        y: words.y + Math.max(0, Math.round((words.height - height - detail.height) / 2))
        width: words.width
        words: finger.page.headline
        size: Theme.clockInHeadline
        bold: true
        ink: finger.calm ? Theme.ink : Theme.tone(finger.page.tone)
        softSize: Theme.lead
        alignment: finger.high ? Text.AlignHCenter : Text.AlignLeft
    }

    BothLines {
        id: detail

        objectName: "detail"
        x: words.x
        y: headline.y + headline.height + Theme.half
        width: words.width
        words: finger.page.detail
        size: Theme.lead
        alignment: headline.alignment
    }

    BothKey {
        id: key

        objectName: "pin"
        anchors.bottom: parent.bottom
        x: words.x
        width: words.width
        height: finger.page.instead ? Theme.clockInLargeKey : Theme.target
        words: finger.page.key
        icon: "person"
        strong: finger.page.instead
        onTriggered: finger.pressed("pin")
    }
}
