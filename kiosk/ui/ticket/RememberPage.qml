import QtQuick
import kiosk.ui
import kiosk.ui.parts

// No paper: the number large, as a code to photograph, and largely 我已记下, for it counts only then.
KioskPage {
    id: remember

    Sentence {
        id: why

        width: parent.width
        text: Words.say("ticket.remember.why") + " · " + Words.say("ticket.remember")
        size: Theme.button
    }

    Item {
        id: number

        anchors.top: why.bottom
        anchors.topMargin: remember.gap
        width: remember.flat ? (parent.width - remember.gap) * 0.6 : parent.width
        height: remember.flat ? foot.y - remember.gap - y : (foot.y - y) * 0.52

        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: Theme.half

            NumberPlate {
                width: parent.width
                queue: Words.of(remember.page.plate.queue)
                number: remember.page.plate.number
                spare: Words.of(remember.page.plate.spare)
                highest: (number.height - above - ahead.height - wait.height - basis.height - go.height - 5 * Theme.half)
                         / (remember.flat ? 1.5 : 1.7)
            }

            CentredLabel {
                id: ahead

                text: Words.of(remember.page.plate.ahead)
                font.pixelSize: Theme.title
            }

            CentredLabel {
                id: wait

                height: visible ? undefined : 0  // its own
                objectName: "wait"
                visible: text !== ""
                text: Words.of(remember.page.plate.wait)
                font.pixelSize: Theme.lead
            }

            CentredLabel {
                id: basis

                height: visible ? undefined : 0  // its own
                objectName: "basis"
                visible: text !== ""
                text: Words.of(remember.page.plate.basis)
                color: Theme.muted
                font.pixelSize: Theme.button
            }

            CentredLabel {
                id: go

                height: text === "" ? 0 : undefined  // its own
                text: Words.of(remember.page.plate.go)
                color: Theme.muted
                font.pixelSize: Theme.button
            }
        }
    }

    Item {
        x: remember.flat ? number.width + remember.gap : 0
        y: remember.flat ? number.y : number.y + number.height
        width: remember.width - x
        height: foot.y - remember.gap - y

        Rectangle {
            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height, Theme.codeWidth)
            height: width
            radius: Theme.radius
            color: Theme.code

            Image {
                objectName: "code"
                anchors.fill: parent
                source: remember.page.code
                smooth: false
                fillMode: Image.PreserveAspectFit
            }
        }
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: until.height + Theme.half + key.height

        CentredLabel {
            id: until

            objectName: "until"
            text: Words.say("ticket.remember.left", { seconds: remember.page.left })
            font.pixelSize: Theme.lead
            heavy: true
        }

        PrimaryButton {
            id: key

            objectName: "remembered"
            anchors.bottom: parent.bottom
            width: parent.width
            height: remember.height < 1.2 * remember.width ? Theme.footKey : Theme.tallKey
            label: Words.say("ticket.remembered")
            icon: "tick"
            size: Theme.hero
            onTriggered: remember.touched("remembered")
        }
    }
}
