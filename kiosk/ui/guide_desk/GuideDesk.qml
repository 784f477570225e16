import QtQuick
import QtQuick.Window as Desktop
import kiosk.ui
import kiosk.ui.parts

// The guide desk: four ways along the side, one page beside them, one sentence below.
Screen {
    id: screen

    required property var shown
    required property var desk
    readonly property bool resting: shown.resting  // all keys, after a step

    width: Math.min(1280, Desktop.Screen.desktopAvailableWidth)
    height: Math.min(800, Desktop.Screen.desktopAvailableHeight - Theme.mm(9))  // a title bar
    minimumWidth: 900
    minimumHeight: 500
    visible: true
    title: Words.of(shown.title)
    troubleDetail: Words.say("guide.trouble")
    troubleTitle: Theme.button
    troubleBody: Theme.deskBody

    DeskBar {
        id: bar

        width: parent.width
        shown: screen.shown
        desk: screen.desk
    }

    WayColumn {
        id: ways

        anchors.top: bar.bottom
        anchors.bottom: foot.top
        anchors.left: parent.left
        anchors.margins: Theme.unit
        visible: screen.shown.signed_in
        shown: screen.shown
        onPressed: name => {
            screen.desk.press(name, "")
            if (pages.item && pages.item.reset) pages.item.reset()
        }
        onUndone: screen.desk.press("undo", "")
    }

    KeptPages {
        id: pages

        objectName: "pages"
        folder: Qt.resolvedUrl("./")
        page: screen.shown.page
        given: ({ keypad: screen.shown.keypad })

        anchors.top: bar.bottom
        anchors.bottom: foot.top
        anchors.left: ways.visible ? ways.right : parent.left
        anchors.right: parent.right
        anchors.margins: Theme.unit
        focus: true

        Binding { target: pages.item; property: "keypad"; value: screen.shown.keypad }
        Binding { target: pages.item; property: "away"; value: screen.shown.away }

        Connections {
            target: pages.item
            function onPressed(name, value) { screen.desk.press(name, value) }
            function onTyped(text) { screen.desk.typed(text) }
            function onSignedIn(number, pin) { screen.desk.sign_in(number, pin) }
        }
    }

    DeskFoot {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        shown: screen.shown
    }
}
