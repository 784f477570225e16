import QtQuick
import kiosk.ui
import kiosk.ui.parts

// 查办件进度: the whole number of a case is typed, and asked for.
KioskPage {
    id: number

    Label {
        id: heading

        width: parent.width
        text: Words.say("cases")
        font.pixelSize: Theme.title
        heavy: true
        visible: !number.flat
        height: visible ? undefined : 0
    }

    TypedField {
        id: field

        anchors.top: heading.bottom
        anchors.topMargin: number.flat ? 0 : number.gap
        width: parent.width - ask.width - number.gap
        icon: "document"
        text: number.page.text
        hint: Words.say("cases.type")
    }

    PrimaryButton {
        id: ask

        objectName: "ask"
        anchors.top: field.top
        anchors.right: parent.right
        height: field.height
        label: Words.say("cases.ask")
        icon: "search"
        enabled: number.page.ready
        onTriggered: number.touched(objectName)
    }

    Card {
        pressable: false
        anchors.top: field.bottom
        anchors.topMargin: number.gap
        width: parent.width
        height: pad.y - number.gap - y

        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: number.flat ? Theme.quarter : Theme.unit

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: !number.flat
                name: "document"
                color: Theme.primary
                size: Theme.largeSign
            }

            CentredLabel {
                visible: text !== ""
                text: Words.of(number.page.example)
                font.pixelSize: Theme.button
            }

            CentredLabel {
                text: Words.of(number.page.where)
                color: Theme.muted
            }
        }
    }

    Keypad {
        id: pad

        anchors.bottom: parent.bottom
        width: parent.width
        onTouched: name => number.touched(name)
    }
}
