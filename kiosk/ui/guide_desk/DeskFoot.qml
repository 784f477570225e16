import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The one sentence that matters now, and how the printer is.
Item {
    id: foot

    required property var shown

    height: Theme.deskSmallKey

    Sentence {
        objectName: "sentence"
        anchors.left: parent.left
        anchors.leftMargin: Theme.unit
        anchors.right: printer.left
        anchors.rightMargin: Theme.unit
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.half
        height: Theme.mm(11)
        visible: text !== ""
        text: Words.of(foot.shown.sentence)
        tone: foot.shown.tone
        size: Theme.body
    }

    DotWord {
        id: printer

        objectName: "printer"
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.half + (Theme.mm(11) - height) / 2
        visible: foot.shown.signed_in
        tone: foot.shown.printer.tone
        label: Words.of(foot.shown.printer.label)
        size: Theme.body
    }
}
