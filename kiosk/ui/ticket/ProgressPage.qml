import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 我的排队进度: a number typed, and where it stands.
KioskPage {
    id: progress

    readonly property bool quiet: page.tone === "quiet"

    Label {
        id: heading

        width: parent.width
        text: Words.say("way.progress")
        font.pixelSize: Theme.title
        heavy: true
        visible: !progress.flat
        height: visible ? undefined : 0
    }

    TypedField {
        id: field

        anchors.top: heading.bottom
        anchors.topMargin: progress.flat ? 0 : progress.gap
        width: parent.width - (cases.visible ? cases.width + progress.gap : 0)
        icon: "ticket"
        text: progress.page.text
        hint: cases.visible ? "" : Words.say("ticket.type-number")  // said below, too
    }

    OtherWay {
        id: cases

        objectName: "cases"
        anchors.top: field.top
        anchors.right: parent.right
        width: Math.min(Theme.wideKey, progress.width * 0.4)
        height: field.height
        visible: progress.page.cases
        icon: "document"
        label: Words.say("cases")
        onTriggered: progress.touched(objectName)
    }

    Card {
        id: answer

        pressable: false
        anchors.top: field.bottom
        anchors.topMargin: progress.gap
        width: parent.width
        height: pad.y - progress.gap - y

        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: progress.flat ? Theme.quarter : Theme.unit

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: !progress.flat
                name: progress.page.icon
                color: Theme.tone(progress.page.tone)
                size: Theme.largeSign
            }

            Label {
                objectName: "standing"
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Words.of(progress.page.what)
                color: progress.quiet ? Theme.muted : Theme.ink
                font.pixelSize: progress.quiet ? Theme.button : progress.flat ? Theme.title : Theme.hero
                heavy: !progress.quiet
            }

            CentredLabel {
                visible: text !== ""
                text: Words.of(progress.page.why)
                color: Theme.muted
            }
        }
    }

    Keypad {
        id: pad

        anchors.bottom: parent.bottom
        width: parent.width
        onTouched: name => progress.touched(name)
    }
}
