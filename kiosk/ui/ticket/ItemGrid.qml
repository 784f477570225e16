import QtQuick
import kiosk.ui

// Items on one page, in one column or, on flat pages, two.
Grid {
    id: grid

    property var rows: []
    property int places: 8
    property real high: 0
    property real gap: Theme.apart

    signal touched(string name)

    function escaped(text) {
        return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    }

    function styled(before, marked, after) {
        return marked ? escaped(before) + "<font color=\"" + Theme.primary + "\"><b>"
                        + escaped(marked) + "</b></font>" + escaped(after) : ""
    }

    readonly property int lines: Math.ceil(places / columns)
    readonly property real cellHeight: (high - (lines - 1) * spacing) / lines

    spacing: gap

    Repeater {
        model: grid.rows.length

        ItemRow {
            required property int index
            readonly property var row: index < grid.rows.length ? grid.rows[index] : ({})

            objectName: row.name ?? ""
            width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
            height: grid.cellHeight
            label: row.label ?? ""
            styled: grid.styled(row.before, row.marked, row.after)
            aside: Words.of(row.department)
            badge: Words.of(row.badge)
            onTriggered: grid.touched(objectName)
        }
    }
}
