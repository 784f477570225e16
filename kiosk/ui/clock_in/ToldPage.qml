import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Whose punch is recorded, and which one it is. It goes by itself.
ClockInPage {
    id: told

    readonly property int side: Math.round(high ? Math.min(width * 0.5, height * 0.26)
                                                : Math.min(width * 0.28, height * 0.62))

    fills: true

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.toneTint(told.page.tone)
        border.width: 2 * Theme.hairline
        border.color: Theme.tone(told.page.tone)
    }

    Disc {
        id: sign

        x: told.high ? (told.width - width) / 2 : 2 * Theme.unit
        y: Math.round((told.height - height - (told.high ? words.height + 3 * Theme.unit : 0)) / 2)
        width: told.side
        color: Theme.tone(told.page.tone)
        icon: told.page.icon
        ink: Theme.statusInk
    }

    Column {
        id: words

        x: told.high ? Theme.unit : sign.x + sign.width + 2 * Theme.unit
        y: told.high ? sign.y + sign.height + 3 * Theme.unit : (told.height - height) / 2
        width: told.width - x - Theme.unit
        spacing: Theme.half

        FitLabel {
            objectName: "person"
            width: parent.width
            height: visible ? Math.round(Theme.clockInPerson * 1.35) : 0
            visible: text !== ""
            fontSizeMode: Text.HorizontalFit
            wrapMode: Text.NoWrap
            horizontalAlignment: headline.alignment
            text: told.page.person
            font.pixelSize: Theme.clockInPerson
            heavy: true
        }

        BothLines {
            objectName: "number"
            width: parent.width
            words: told.page.number
            size: Theme.lead
            softInk: Theme.ink
            alignment: headline.alignment
        }

        BothLines {
            id: headline

            objectName: "headline"
            width: parent.width
            words: told.page.headline
            size: Theme.clockInTold
            softSize: Theme.lead
            softInk: Theme.tone(told.page.tone)
            ink: Theme.tone(told.page.tone)
            bold: true
            alignment: told.high ? Text.AlignHCenter : Text.AlignLeft
        }

        BothLines {
            objectName: "note"
            width: parent.width
            words: told.page.note
            size: Theme.button
            softInk: Theme.ink
            alignment: headline.alignment
        }
    }
}
