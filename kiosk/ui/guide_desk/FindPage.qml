import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A number is typed and looked up.
DeskPage {
    id: find

    function reset() { box.text = "" }

    function entered() { box.open(page.text) }

    SearchBox {
        id: box

        anchors.left: parent.left
        anchors.right: open.left
        anchors.rightMargin: Theme.half
        icon: "ticket"
        hint: Words.say("guide.find.hint")
        keypad: find.keypad
        onTextChanged: find.typed(text)
        onKeypadPressed: find.pressed("keypad", "")
        onAccepted: find.pressed("open", text)
    }

    MainKey {
        id: open

        anchors.right: parent.right
        look: find.page.open
        width: Theme.mm(56)
        height: Theme.target
        onTriggered: find.pressed("open", box.text)
    }

    Column {
        anchors.top: box.bottom
        anchors.bottom: parent.bottom
        width: find.keypad ? parent.width - pad.width - Theme.unit : parent.width
        topPadding: find.keypad ? Theme.mm(20) : parent.height * 0.25
        spacing: Theme.unit

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "ticket"
            color: Theme.muted
            size: Theme.largeSign
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.say("guide.find.title")
            font.pixelSize: Theme.button
            heavy: true
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.say("guide.find.sub")
            color: Theme.muted
            font.pixelSize: Theme.body
        }
    }

    Keypad {
        id: pad

        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: Theme.mm(218)
        spacing: Theme.half
        visible: find.keypad
        onTouched: name => box.take(name)
    }
}
