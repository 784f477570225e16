import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Staff number, then PIN. Of a PIN nothing but dots comes here.
KioskPage {
    id: door

    Label {
        id: heading

        width: parent.width
        text: Words.say("corner.title")
        font.pixelSize: Theme.title
        heavy: true
        visible: !door.flat
        height: visible ? undefined : 0
    }

    TypedField {
        id: field

        anchors.top: heading.bottom
        anchors.topMargin: door.flat ? 0 : door.gap
        width: parent.width
        icon: "lock"
        text: door.page.shown
        hint: Words.of(door.page.hint)
    }

    CentredLabel {
        objectName: "said"
        anchors.top: field.bottom
        anchors.topMargin: Theme.half
        visible: text !== ""
        text: Words.of(door.page.said)
        color: Theme.stop
        font.pixelSize: Theme.lead
    }

    Keypad {
        id: pad

        anchors.bottom: foot.top
        anchors.bottomMargin: door.gap
        width: parent.width
        onTouched: name => door.touched(name)
    }

    BottomRow {
        id: foot

        name: "enter"
        icon: "tick"
        label: Words.say("corner.enter")
        onTriggered: door.touched("enter")
    }
}
