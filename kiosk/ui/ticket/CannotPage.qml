import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What does not work, why, and when again or where to go.
KioskPage {
    id: cannot

    WhyNot {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -foot.height / 2
        width: parent.width - 4 * Theme.unit
        icon: cannot.page.icon
        what: Words.of(cannot.page.what)
        why: Words.of(cannot.page.why)
        then: Words.of(cannot.page.then)
        flat: cannot.flat
    }

    BottomRow {
        id: foot

        name: "done"
        icon: "home"
        label: Words.say("home")
        onTriggered: cannot.touched("done")
    }
}
