import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What the catalogue knows of one item.
KioskPage {
    id: guidance

    Label {
        id: department

        width: parent.width
        text: Words.of(guidance.page.department)
        color: Theme.muted
        font.pixelSize: Theme.button
    }

    FitLabel {
        id: heading

        anchors.top: department.bottom
        anchors.topMargin: Theme.quarter
        width: parent.width
        height: Math.min(implicitHeight, guidance.height * (guidance.flat ? 0.18 : 0.14))
        text: guidance.page.label
        font.pixelSize: Theme.title
        font.bold: true
    }

    Grid {
        id: facts

        readonly property int lines: Math.ceil(guidance.page.facts.length / columns)
        readonly property real cell: (rest.y - guidance.gap - y - (lines - 1) * spacing) / lines

        anchors.top: heading.bottom
        anchors.topMargin: guidance.gap
        width: parent.width
        columns: guidance.flat ? 3 : 2
        spacing: guidance.gap

        Repeater {
            model: guidance.page.facts.length

            FactCard {
                required property int index
                readonly property var row: guidance.at(guidance.page.facts, index)

                width: (facts.width - (facts.columns - 1) * facts.spacing) / facts.columns
                height: Math.min(facts.cell, Theme.tallCard)
                icon: row.icon ?? ""
                label: Words.of(row.label)
                value: Words.of(row.value)
                known: row.known ?? false
            }
        }
    }

    Column {
        id: rest

        anchors.bottom: bottom.top
        anchors.bottomMargin: guidance.gap
        width: parent.width
        spacing: guidance.gap

        Repeater {
            model: guidance.page.rest.length

            Sentence {
                required property int index
                readonly property var row: guidance.at(guidance.page.rest, index)

                width: rest.width
                tone: "primary"
                size: Theme.button
                text: Words.of(row.label) + "  " + Words.of(row.value)
            }
        }
    }

    BottomRow {
        id: bottom

        hint: Words.of(guidance.page.help)
        label: Words.say("ticket.get")
        enabled: guidance.page.takeable
        onTriggered: guidance.touched("take")
    }
}
