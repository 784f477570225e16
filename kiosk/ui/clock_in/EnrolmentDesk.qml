import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The desk at which fingers are enrolled: who enrols, whose finger, each touch, and what was erased.
Screen {
    id: screen

    required property var shown
    required property var post

    width: 1024
    height: 600
    visible: true
    title: Words.of(shown.hall)
    troubleDetail: Words.say("enrol.trouble")

    TextInput {
        objectName: "keyboard"
        opacity: 0
        focus: true
        inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhNoPredictiveText
        onTextEdited: {
            screen.post.keyed(text)
            clear()
        }
        Keys.onPressed: event => {
            const key = event.key === Qt.Key_Return || event.key === Qt.Key_Enter ? "enter"
                      : event.key === Qt.Key_Backspace ? "erase"
                      : event.key === Qt.Key_Escape ? "back"
                      : event.key === Qt.Key_Tab ? "code" : ""
            event.accepted = key !== "" || event.isAutoRepeat
            if (key !== "" && !event.isAutoRepeat) screen.post.key_pressed(key)
        }
    }

    TopLine {
        id: top

        width: parent.width
        hall: screen.shown.hall
        place: screen.shown.place
        date: screen.shown.date
        time: screen.shown.time
    }

    KeptPages {
        id: pages

        objectName: "pages"
        folder: Qt.resolvedUrl("./")
        page: screen.shown.page
        anchors.top: top.bottom
        anchors.bottom: notice.visible ? notice.top : parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.unit

        Connections {
            target: pages.item
            function onPressed(name) { screen.post.press(name) }
            function onTyped(text) { screen.post.typed(text) }
        }
    }

    NoticeLine {
        id: notice

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        visible: screen.shown.notice.zh !== ""
        words: screen.shown.notice
        tone: screen.shown.tone
    }
}
