import QtQuick
import kiosk.ui

// Items on one page, in one column or two; each line as high as its names need.
Grid {
    id: grid

    property var rows: []
    property real high: 0
    property real gap: Theme.apart

    signal touched(string name)

    function escaped(text) {
        return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    }

    function styled(before, marked, after) {
        return marked ? escaped(before) + "<font color=\"" + Theme.primary + "\"><u>"
                        + escaped(marked) + "</u></font>" + escaped(after) : ""
    }

    readonly property int lines: Math.ceil(rows.length / columns)

    // What is left of the room the lines share, up to a limit.
    readonly property real spare: {
        let used = Math.max(0, lines - 1) * spacing
        for (let line = 0; line < lines; line++) used += need(line)
        return Math.max(0, Math.min((high - used) / Math.max(1, lines), Theme.half * 3))
    }

    // How high a line must be for the longest name in it.
    function need(line) {
        let most = Theme.target
        for (let nth = line * columns; nth < Math.min(cells.count, (line + 1) * columns); nth++)
            most = Math.max(most, cells.itemAt(nth)?.needed ?? 0)
        return most
    }

    spacing: gap

    Repeater {
        id: cells

        model: grid.rows.length

        ItemRow {
            required property int index
            readonly property var row: index < grid.rows.length ? grid.rows[index] : ({})

            objectName: row.name ?? ""
            width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
            height: grid.need(Math.floor(index / grid.columns)) + grid.spare
            label: Words.of(row.label)
            styled: grid.styled(row.before, row.marked, row.after)
            aside: Words.of(row.department)
            badge: Words.of(row.badge)
            onTriggered: grid.touched(objectName)
        }
    }
}
