import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A code that brought no number: why, and the two ways on.
KioskPage {
    id: refused

    WhyNot {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width - 4 * Theme.unit
        icon: refused.page.icon
        what: Words.of(refused.page.what)
        why: Words.of(refused.page.why)
        then: Words.of(refused.page.then)
        flat: refused.flat
    }

    QuietButton {
        objectName: "again"
        anchors.bottom: parent.bottom
        visible: refused.page.again
        width: Math.min(implicitWidth, parent.width * 0.5)
        height: foot.height
        label: Words.say("code.again")
        onTriggered: refused.touched("again")
    }

    BottomRow {
        id: foot

        name: "ordinary"
        label: Words.say("code.ordinary")
        onTriggered: refused.touched("ordinary")
    }
}
