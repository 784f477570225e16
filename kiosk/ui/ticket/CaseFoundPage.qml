import QtQuick
import kiosk.ui
import kiosk.ui.parts

// How far a case is: the state in words, the way it takes, whom to ask.
KioskPage {
    id: found

    readonly property bool known: page.steps.length > 0

    CappedLabel {
        id: title

        width: parent.width
        most: found.height * 0.16
        text: Words.of(found.page.title)
        font.pixelSize: Theme.title
        heavy: true
    }

    Label {
        id: about

        objectName: "whose"
        anchors.top: title.bottom
        width: parent.width
        height: text === "" ? 0 : undefined
        text: Words.of(found.page.about)
        color: Theme.muted
    }

    Sentence {
        id: what

        objectName: "standing"
        anchors.top: about.bottom
        anchors.topMargin: found.gap
        width: parent.width
        icon: found.page.icon
        tone: found.page.tone
        size: Theme.lead
        text: Words.of(found.page.what)
    }

    Label {
        id: more

        anchors.top: what.bottom
        anchors.topMargin: text === "" ? 0 : found.gap / 2
        width: parent.width
        height: text === "" ? 0 : undefined
        text: Words.of(found.page.more)
    }

    GuideLeaves {
        id: steps

        anchors.top: more.bottom
        anchors.topMargin: found.gap
        width: parent.width
        height: foot.y - found.gap - y
        count: found.page.steps.length
        columns: found.flat ? 3 : 1
        gap: found.flat ? Theme.half : Theme.quarter
        leaf: found.page.leaf
        visible: found.known
        onTouched: name => found.touched(name)

        Repeater {
            model: found.page.steps.length

            CaseStep {
                readonly property var row: found.at(found.page.steps, index)

                leaves: steps
                nth: row.nth ?? 1
                label: Words.of(row.label)
                note: Words.of(row.note)
                term: Words.of(row.term)
                last: row.last ?? true
            }
        }
    }

    BottomRow {
        id: foot

        name: found.page.again ? "again" : "done"
        icon: found.page.again ? "back" : "home"
        label: Words.say(found.page.again ? "cases.again" : "home")
        hint: Words.of(found.page.ask)
        onTriggered: found.touched(name)
    }
}
