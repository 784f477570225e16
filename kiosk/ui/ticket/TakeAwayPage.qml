import QtQuick
import kiosk.ui
import kiosk.ui.parts

// An item's list to take home: a code to photograph, and paper where it can be had.
KioskPage {
    id: away

    CappedLabel {
        id: heading

        width: parent.width
        most: away.height * 0.16
        text: Words.of(away.page.label)
        font.pixelSize: Theme.title
        heavy: true
    }

    CappedLabel {
        id: scan

        anchors.top: heading.bottom
        anchors.topMargin: away.gap
        width: parent.width
        most: away.height * 0.14
        text: Words.say(away.page.link ? "guide.scan.link" : "guide.scan")
        font.pixelSize: Theme.lead
    }

    Item {
        anchors.top: scan.bottom
        anchors.topMargin: away.gap
        anchors.bottom: told.top
        anchors.bottomMargin: away.gap
        width: parent.width

        Rectangle {
            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height, Theme.codeWidth * 1.3)
            height: width
            radius: Theme.radius
            color: Theme.code

            Image {
                objectName: "code"
                anchors.fill: parent
                source: away.page.code
                smooth: false
                fillMode: Image.PreserveAspectFit
            }
        }
    }

    Sentence {
        id: told

        objectName: "told"
        anchors.bottom: foot.top
        anchors.bottomMargin: away.gap
        width: parent.width
        tone: away.page.tone
        size: Theme.button
        text: Words.of(away.page.told)
    }

    GuideFoot {
        id: foot

        name: "print"
        icon: "printer"
        label: Words.say("guide.print")
        ready: away.page.printable
        takeable: away.page.takeable
        onTouched: name => away.touched(name)
    }
}
