import QtQuick
import kiosk.ui
import kiosk.ui.parts

// One ticket: where it stands on the left, what happened to it on the right, what can be done below.
DeskPage {
    id: dossier

    PageKey { page: dossier; sequence: "Esc"; onActivated: dossier.pressed("back", "") }

    Card {
        id: about

        pressable: false
        padding: Theme.unit
        implicitWidth: 0  // its place is given, whatever stands in it
        implicitHeight: 0
        width: parent.width * 0.36
        height: foot.y - Theme.unit

        Column {
            width: parent.width
            spacing: Theme.half * 1.5

            Label {
                objectName: "number"
                width: parent.width
                text: dossier.page.number
                color: Theme.primary
                font.pixelSize: Theme.deskNumber * 1.3
                heavy: true
            }

            Label {
                objectName: "queue"
                width: parent.width
                text: Words.of(dossier.page.queue)
                font.pixelSize: Theme.button
                heavy: true
            }

            Row {
                spacing: Theme.half

                Badge {
                    objectName: "state"
                    label: Words.of(dossier.page.state)
                    tone: dossier.page.tone
                    size: Theme.button
                }

                Badge {
                    visible: label !== ""
                    label: Words.of(dossier.page.group)
                    icon: "star"
                    size: Theme.button
                }
            }

            Repeater {
                model: dossier.page.facts.length

                Label {
                    required property int index

                    objectName: "fact-" + index
                    width: parent.width
                    text: Words.of(dossier.at(dossier.page.facts, index))
                    font.pixelSize: Theme.button
                }
            }
        }
    }

    Card {
        id: story

        anchors.left: about.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        height: about.height
        pressable: false
        padding: Theme.unit
        implicitWidth: 0  // its place is given, whatever stands in it
        implicitHeight: 0

        Label {
            id: heading

            text: Words.say("guide.history")
            color: Theme.muted
            font.pixelSize: Theme.body
        }

        Column {
            anchors.top: heading.bottom
            anchors.topMargin: Theme.half
            width: parent.width

            Repeater {
                model: dossier.page.lines.length

                Item {
                    id: line

                    required property int index
                    readonly property var step: dossier.at(dossier.page.lines, index)

                    width: parent.width
                    height: Math.max(Theme.mm(9.5), what.implicitHeight + Theme.quarter)

                    Label {
                        id: time

                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.mm(18)
                        text: line.step.time ?? ""
                        color: Theme.muted
                        font.pixelSize: Theme.body
                    }

                    Label {
                        id: what

                        objectName: "step-" + line.index
                        anchors.left: time.right
                        anchors.right: where.left
                        anchors.rightMargin: Theme.half
                        anchors.verticalCenter: parent.verticalCenter
                        text: Words.of(line.step.what)
                        font.pixelSize: Theme.body
                        heavy: true
                    }

                    Label {
                        id: where

                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width * 0.42
                        horizontalAlignment: Text.AlignRight
                        text: Words.of(line.step.where)
                        color: Theme.muted
                        font.pixelSize: Theme.body
                    }
                }
            }
        }

        DeskPager {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            page: dossier.page.page
            pages: dossier.page.pages
            onPressed: name => dossier.pressed(name, "")
        }
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.deskKey

        DeskKey {
            look: dossier.page.back
            width: Theme.mm(46)
            height: parent.height
            onTriggered: dossier.pressed(look.name, "")
        }

        Row {
            anchors.right: parent.right
            height: parent.height
            spacing: Theme.half

            Repeater {
                model: dossier.page.acts.length

                DeskKey {
                    required property int index

                    look: dossier.at(dossier.page.acts, index)
                    width: Theme.mm(56)
                    height: foot.height
                    onTriggered: dossier.pressed(look.name, "")

                    PageKey {
                        page: dossier
                        sequence: look.hint ?? ""
                        autoRepeat: false  // held, it would print slip after slip
                        onActivated: dossier.pressed(look.name, "")
                    }
                }
            }

            MainKey {
                look: dossier.page.main
                width: Theme.mm(70)
                height: foot.height
                onTriggered: dossier.pressed(look.name, "")

                PageKey {
                    page: dossier
                    sequence: "F5"
                    autoRepeat: false
                    onActivated: dossier.pressed("requeue", "")
                }
            }
        }
    }
}
