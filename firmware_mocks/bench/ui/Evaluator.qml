import QtQuick
import kiosk.ui
import "."

// The applicant's evaluator: stars of the clerk, what it says, keys that light up.
Rectangle {
    id: voter

    required property var device
    readonly property var look: device && device.look.evaluator ? device.look.evaluator : ({})
    readonly property var keys: device && device.caps.evaluator ? device.caps.evaluator : []
    readonly property int rows: Math.ceil(keys.length / 2)
    readonly property bool lit: !!look.lit && device.plugged

    radius: Theme.half
    color: Material.casing
    border.width: 1
    border.color: Material.casingEdge
    opacity: device && device.plugged ? 1 : 0.55

    Row {
        id: stars

        x: Theme.half
        y: Theme.half
        height: Theme.mm(9)
        spacing: 1

        Repeater {
            model: 5

            Text {
                required property int index

                anchors.verticalCenter: parent.verticalCenter
                text: "★"
                color: index < (voter.look.stars || 0) ? Material.star : Material.lampOff
                font.pixelSize: Theme.mm(4.2)
            }
        }
    }

    Text {
        anchors.right: parent.right
        anchors.rightMargin: Theme.half
        anchors.verticalCenter: stars.verticalCenter
        text: voter.look.said ? "“" + voter.look.said + "”" : ""
        color: Material.legend
        font.pixelSize: Theme.mm(3.4)
    }

    Grid {
        anchors.top: stars.bottom
        anchors.topMargin: Theme.half
        anchors.horizontalCenter: parent.horizontalCenter
        columns: 2
        spacing: Theme.quarter

        Repeater {
            model: voter.keys

            Key {
                required property var modelData

                width: (voter.width - 2 * Theme.half - Theme.quarter) / 2
                height: Math.min(Theme.mm(6.4), Theme.mm(16) / voter.rows - Theme.quarter)
                label: modelData.label
                lit: voter.lit
                cap: voter.lit ? Material.caps[modelData.colour] : Material.lampOff
                legend: voter.lit ? Theme.surface : Material.legend
                onPressed: voter.device.hand(modelData.hand)
            }
        }
    }
}
