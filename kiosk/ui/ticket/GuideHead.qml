import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Above a guide: whose item it is, its name, and in short words what kind it is.
Item {
    id: head

    property string label
    property string department
    property string kind
    property string foreign
    property bool example: false
    property real most: 0
    property bool brief: false  // no room for what other places say too
    readonly property bool joined: brief && example && foreign !== ""  // one badge says both
    readonly property alias kinds: line.height

    height: line.height + heading.height + Theme.quarter

    Flow {
        id: line

        width: parent.width
        spacing: Theme.half

        Label {
            width: Math.min(implicitWidth, line.width)
            visible: !head.brief
            text: head.department
            color: Theme.muted
            font.pixelSize: Theme.body
        }

        Badge {
            id: badge

            visible: head.kind !== "" && !head.brief
            label: head.kind
        }

        Badge {
            objectName: "example"
            visible: head.example
            tone: "warn"
            icon: "info"
            label: Words.say(head.joined ? "guide.example.foreign" : "guide.example")
        }

        Badge {
            objectName: "foreign"
            visible: head.foreign !== "" && !head.joined
            tone: "quiet"
            label: head.foreign
        }
    }

    CappedLabel {
        id: heading

        anchors.top: line.bottom
        anchors.topMargin: Theme.quarter
        width: parent.width
        most: head.most
        text: head.label
        font.pixelSize: head.brief ? Theme.lead : Theme.title
        heavy: true
    }
}
