import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The clerk's panel: 420 × 720, beside the clerk's own programs; it never asks for the focus.
Screen {
    id: screen

    required property var shown
    required property var panel
    // Read by Qt's platform plugins: appear without taking the keyboard from another program.
    readonly property bool _q_showWithoutActivating: true

    width: 420
    height: 720
    minimumWidth: 420
    minimumHeight: 720
    visible: true
    title: Words.of(shown.title)
    flags: Qt.Window | Qt.WindowStaysOnTopHint
    troubleDetail: Words.say("panel.trouble")
    troubleTitle: Theme.button
    troubleBody: Theme.deskBody

    TopBar {
        id: top

        width: parent.width
        shown: screen.shown
        panel: screen.panel
    }

    PageLoader {
        folder: Qt.resolvedUrl("./")
        page: screen.shown.page
        given: ({ panel: screen.panel })
        anchors.top: top.bottom
        anchors.bottom: bottom.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.unit
        anchors.bottomMargin: Theme.half
        focus: true
    }

    Column {
        id: bottom

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.unit
        anchors.bottomMargin: Theme.half
        spacing: Theme.half

        Sentence {
            objectName: "sentence"
            width: parent.width
            visible: text !== ""
            text: Words.of(screen.shown.sentence)
            tone: screen.shown.away ? "stop" : "warn"
            size: Theme.deskBody
        }

        Row {
            id: dots

            width: parent.width
            spacing: Theme.unit

            Repeater {
                model: screen.shown.dots

                DotWord {
                    required property var modelData

                    tone: modelData.tone
                    label: Words.of(modelData.label)
                    size: Theme.deskBody
                }
            }
        }
    }
}
