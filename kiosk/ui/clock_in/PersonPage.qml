import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Whose fingers it is about; to begin is to say that the consent was signed. Erasing asks once more.
ClockInPage {
    id: about

    fills: true

    Column {
        id: words

        width: parent.width
        spacing: Theme.half

        FitLabel {
            objectName: "person"
            width: parent.width
            height: Math.round(Theme.clockInPerson * 1.35)
            fontSizeMode: Text.HorizontalFit
            wrapMode: Text.NoWrap
            text: about.page.person
            font.pixelSize: Theme.clockInPerson
            heavy: true
        }

        Grid {
            width: parent.width
            columns: about.high ? 1 : 2
            spacing: Theme.half

            BothLines {
                objectName: "number"
                width: about.high ? parent.width : (parent.width - Theme.half) * 0.35
                words: about.page.number
                size: Theme.button
            }

            BothLines {
                objectName: "kept"
                width: about.high ? parent.width : (parent.width - Theme.half) * 0.65
                words: about.page.kept
                size: Theme.button
                softInk: Theme.ink
            }
        }
    }

    BothLines {
        objectName: "statement"
        anchors.bottom: keys.top
        anchors.bottomMargin: Theme.half
        width: parent.width
        words: about.page.statement
        size: Theme.lead
        bold: true
        ink: about.page.sure ? Theme.stop : about.page.told ? Theme.warn : Theme.ink
    }

    Grid {
        id: keys

        readonly property real half: (width - Theme.apart) / 2
        readonly property int tall: about.high ? Theme.clockInPadKey : Theme.target

        anchors.bottom: parent.bottom
        width: parent.width
        columns: 2
        spacing: Theme.apart

        BothKey {
            objectName: about.page.sure ? "sure" : "enrol"
            width: keys.half
            height: keys.tall
            words: Words.table[about.page.sure ? "enrol.sure" : "enrol.begin"]
            icon: about.page.sure ? "delete" : "finger"
            strong: !about.page.sure
            grave: about.page.sure
            busy: about.page.busy
            enabled: !about.page.busy
            onTriggered: about.pressed(about.page.sure ? "sure" : "enrol")
        }

        BothKey {
            objectName: "back"
            width: keys.half
            height: keys.tall
            words: Words.table["back"]
            icon: "back"
            enabled: !about.page.busy
            onTriggered: about.pressed("back")
        }

        BothKey {
            objectName: "withdraw"
            width: keys.half
            height: keys.tall
            words: Words.table["enrol.withdraw"]
            icon: "delete"
            grave: true
            enabled: !about.page.busy && !about.page.sure && about.page.erases
            onTriggered: about.pressed("withdraw")
        }

        BothKey {
            objectName: "left"
            width: keys.half
            height: keys.tall
            words: Words.table["enrol.left"]
            icon: "signed-out"
            grave: true
            enabled: !about.page.busy && !about.page.sure && about.page.erases
            onTriggered: about.pressed("left")
        }
    }
}
