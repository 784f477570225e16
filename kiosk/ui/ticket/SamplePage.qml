import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The picture of one material.
KioskPage {
    id: sample

    CappedLabel {
        id: heading

        width: parent.width
        most: sample.height * 0.16
        text: Words.of(sample.page.label)
        font.pixelSize: Theme.title
        heavy: true
    }

    CappedLabel {
        id: detail

        anchors.top: heading.bottom
        anchors.topMargin: Theme.half
        width: parent.width
        most: sample.height * 0.16
        text: Words.of(sample.page.detail)
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    Rectangle {
        anchors.top: detail.bottom
        anchors.topMargin: sample.gap
        anchors.bottom: foot.top
        anchors.bottomMargin: sample.gap
        width: parent.width
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line

        Image {
            id: picture

            objectName: "picture"
            anchors.fill: parent
            anchors.margins: Theme.half
            source: sample.visible ? sample.page.picture : ""
            sourceSize: Qt.size(width, height)
            asynchronous: true
            cache: false
            fillMode: Image.PreserveAspectFit
        }

        CentredLabel {
            anchors.verticalCenter: parent.verticalCenter
            visible: picture.status === Image.Error || sample.page.picture === ""
            text: Words.say("guide.sample.none")
            color: Theme.muted
            font.pixelSize: Theme.lead
        }
    }

    GuideFoot {
        id: foot

        takeable: sample.page.takeable
        onTouched: name => sample.touched(name)
    }
}
