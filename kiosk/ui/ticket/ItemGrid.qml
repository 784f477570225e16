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

    function styled(row) {
        return row.marked ? escaped(row.before) + "<font color=\"" + Theme.primary + "\"><b>"
                            + escaped(row.marked) + "</b></font>" + escaped(row.after) : ""
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
            styled: grid.styled(row)
            aside: Words.of(row.department)
            badge: Words.of(row.badge)
            onTriggered: grid.touched(objectName)
        }
    }
}
