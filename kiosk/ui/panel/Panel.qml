import QtQuick
import QtQuick.Window as Qtw
import kiosk.ui
import kiosk.ui.parts

// The clerk's panel, beside the clerk's own programs; it never asks for the focus. On a low screen the
// lists go, and the keys stay; folded it is a strip with the number and the one large key.
Screen {
    id: screen

    required property var shown
    required property var panel
    property bool folded: false
    property int unfoldedHeight: 720
    readonly property int strip: Theme.deskMiddleKey + Theme.unit
    readonly property string said: Words.of(shown.sentence)
    // Read by Qt's platform plugins: appear without taking the keyboard from another program.
    readonly property bool _q_showWithoutActivating: true

    // At its foot a screen may have less room below than the panel needs.
    function fold(away) {
        if (away === folded) return
        if (away) unfoldedHeight = height
        folded = away
        height = away ? strip : unfoldedHeight
        const foot = top.Qtw.Screen.virtualY + top.Qtw.Screen.desktopAvailableHeight
        if (!away && y + height > foot) y = Math.max(top.Qtw.Screen.virtualY, foot - height)
    }

    width: 420
    height: 720
    minimumWidth: 420
    minimumHeight: strip
    visible: true
    title: Words.of(shown.title)
    flags: Qt.Window | Qt.WindowStaysOnTopHint
    troubleDetail: Words.say("panel.trouble")
    troubleTitle: folded ? Theme.deskBody : Theme.button
    troubleBody: folded ? Theme.deskCaption : Theme.deskBody

    // What must be read unfolds it: a sentence, a list, the sign-in.
    onSaidChanged: if (said !== "") fold(false)
    Connections {
        target: pages
        function onTurned() { if (pages.name !== "WorkPage") screen.fold(false) }
    }

    Connections {
        target: screen.panel
        function onFold_wanted() { screen.fold(!screen.folded) }
    }

    TopBar {
        id: top

        width: parent.width
        height: screen.folded ? 0 : Theme.deskSmallKey
        visible: !screen.folded
        shown: screen.shown
        panel: screen.panel
        onFolded: screen.fold(true)
    }

    KeptPages {
        id: pages

        objectName: "pages"
        folder: Qt.resolvedUrl("./")
        page: screen.shown.page
        given: ({ shown: screen.shown, panel: screen.panel, glass: screen })
        anchors.top: top.bottom
        anchors.bottom: bottom.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: screen.folded ? 0 : Theme.unit
        anchors.bottomMargin: screen.folded ? 0 : Theme.half
        focus: true
    }

    Column {
        id: bottom

        height: screen.folded ? 0 : implicitHeight
        visible: !screen.folded
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: screen.folded ? 0 : Theme.unit
        anchors.bottomMargin: screen.folded ? 0 : Theme.half
        spacing: Theme.half

        Sentence {
            objectName: "sentence"
            width: parent.width
            visible: text !== ""
            text: screen.said
            tone: screen.shown.away ? "stop" : "warn"
            size: Theme.deskBody
        }

        Label {
            objectName: "today"
            width: parent.width
            visible: text !== ""
            text: Words.of(screen.shown.today)
            color: Theme.muted
            font.pixelSize: Theme.deskBody
        }

        Row {
            id: dots

            width: parent.width
            spacing: Theme.unit

            Repeater {
                model: screen.shown.dots.length

                DotWord {
                    required property int index
                    readonly property var dot: screen.shown.dots[index] ?? ({})

                    tone: dot.tone ?? "quiet"
                    label: Words.of(dot.label)
                    size: Theme.deskBody
                }
            }
        }
    }
}
