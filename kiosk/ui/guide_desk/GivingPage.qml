import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The number on its way: asked for, printed, to be noted, held, or not given and why.
DeskPage {
    id: giving

    readonly property bool numbered: page.number !== ""

    Keys.onReturnPressed: event => { if (page.main && !event.isAutoRepeat) pressed(page.main.name, "") }
    Keys.onEnterPressed: event => { if (page.main && !event.isAutoRepeat) pressed(page.main.name, "") }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -(foot.height + Theme.unit) / 2
        width: Math.min(parent.width, Theme.mm(190))
        spacing: Theme.unit

        Label {
            objectName: "queue"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: text !== ""
            text: Words.of(giving.page.queue)
            color: Theme.muted
            font.pixelSize: Theme.button
        }

        Label {
            objectName: "number"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: giving.numbered
            text: giving.page.number
            color: Theme.primary
            font.pixelSize: Theme.plate
            heavy: true
        }

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: giving.numbered
            text: Words.of(giving.page.windows) + "　" + Words.of(giving.page.ahead)
            font.pixelSize: Theme.button
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: giving.page.busy
            spacing: Theme.half

            Spinner {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.primary
            }

            Label {
                objectName: "under-way"
                anchors.verticalCenter: parent.verticalCenter
                text: Words.of(giving.page.headline)
                font.pixelSize: Theme.button
            }
        }

        Sentence {
            objectName: "headline"
            width: parent.width
            visible: !giving.page.busy
            text: Words.of(giving.page.headline)
            tone: giving.page.tone
            size: Theme.button
        }

        Label {
            objectName: "detail"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: text !== ""
            text: Words.of(giving.page.detail)
            color: Theme.muted
            font.pixelSize: Theme.button
        }
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.deskKey

        DeskKey {
            look: giving.page.second ?? ({})
            visible: giving.page.second !== null && giving.page.second !== undefined
            width: Theme.mm(60)
            height: parent.height
            onTriggered: giving.pressed(look.name, "")
        }

        MainKey {
            anchors.right: parent.right
            look: giving.page.main ?? ({})
            visible: giving.page.main !== null && giving.page.main !== undefined
            width: Theme.mm(90)
            height: parent.height
            onTriggered: giving.pressed(look.name, "")
        }
    }
}
