import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Whether the program is really to end: the safe answer is the one at the bottom right.
KioskPage {
    id: ends

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width
        spacing: Theme.half

        CentredLabel {
            text: Words.of(ends.page.sure)
            font.pixelSize: Theme.title
            heavy: true
        }

        CentredLabel {
            text: Words.of(ends.page.what)
            color: Theme.muted
            font.pixelSize: Theme.lead
        }
    }

    Row {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: ends.gap

        QuietButton {
            objectName: "end"
            width: (parent.width - ends.gap) / 2
            height: Theme.footKey
            label: Words.say("corner.yes")
            onTriggered: ends.touched("end")
        }

        PrimaryButton {
            objectName: "no"
            width: (parent.width - ends.gap) / 2
            height: Theme.footKey
            label: Words.say("corner.no")
            onTriggered: ends.touched("no")
        }
    }
}
