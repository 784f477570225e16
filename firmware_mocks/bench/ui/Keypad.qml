import QtQuick
import kiosk.ui
import "."

// The clerk's keypad: grey casing, a display of six digits, and its keys.
Rectangle {
    id: pad

    required property var device
    readonly property var look: device && device.look.keypad ? device.look.keypad : ({})
    readonly property var keys: device && device.caps.keypad ? device.caps.keypad : []
    readonly property int rows: Math.ceil(keys.length / 4)

    radius: Theme.half
    color: Material.casing
    border.width: 1
    border.color: Material.casingEdge
    opacity: device && device.plugged ? 1 : 0.55

    Rectangle {
        id: lcd

        x: Theme.half
        y: Theme.half
        width: parent.width - 2 * Theme.half
        height: Theme.mm(9)
        radius: 2
        color: pad.device && pad.device.plugged ? Material.lcd : Material.lcdGhost

        Row {
            anchors.fill: parent

            Repeater {
                model: [{ name: "等候", field: "waiting" }, { name: "号码", field: "ticket" }]

                Item {
                    id: field

                    required property var modelData

                    width: lcd.width / 2
                    height: lcd.height

                    Text {
                        x: Theme.quarter
                        y: 1
                        text: field.modelData.name
                        color: Material.lcdInk
                        opacity: 0.7
                        font.pixelSize: Theme.mm(2.4)
                    }

                    Text {
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.half
                        anchors.bottom: parent.bottom
                        text: pad.look[field.modelData.field] || "---"
                        color: Material.lcdInk
                        opacity: pad.look[field.modelData.field] ? 1 : 0.25
                        font.pixelSize: Theme.mm(6)
                        font.letterSpacing: 2
                    }
                }
            }
        }
    }

    Grid {
        anchors.top: lcd.bottom
        anchors.topMargin: Theme.half
        anchors.horizontalCenter: parent.horizontalCenter
        columns: 4
        spacing: Theme.quarter

        Repeater {
            model: pad.keys

            Key {
                required property var modelData

                width: (pad.width - 2 * Theme.half - 3 * Theme.quarter) / 4
                height: Math.min(Theme.mm(6.4), Theme.mm(16) / pad.rows - Theme.quarter)
                label: modelData.label
                onPressed: pad.device.hand(modelData.hand)
            }
        }
    }
}
