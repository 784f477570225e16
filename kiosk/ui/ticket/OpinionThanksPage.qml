import QtQuick
import kiosk.ui
import kiosk.ui.parts

// An opinion was handed in: thanks, and the code to ask by.
KioskPage {
    id: thanks

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width - 4 * Theme.unit
        spacing: thanks.flat ? Theme.half : 2 * Theme.unit

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: thanks.page.icon
            color: Theme.tone(thanks.page.tone)
            size: Theme.largeSign
        }

        CentredLabel {
            objectName: "what"
            text: Words.of(thanks.page.what)
            font.pixelSize: Theme.title
            heavy: true
        }

        CentredLabel {
            objectName: "code"
            visible: text !== ""
            text: thanks.page.code
            font.pixelSize: Theme.hero
            heavy: true
        }

        CentredLabel {
            objectName: "then"
            text: Words.of(thanks.page.then)
            font.pixelSize: Theme.lead
            color: Theme.muted
        }
    }

    BottomRow {
        id: foot

        name: "done"
        icon: "home"
        label: Words.say("home")
        onTriggered: thanks.touched("done")
    }
}
