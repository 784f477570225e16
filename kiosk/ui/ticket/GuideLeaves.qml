import QtQuick
import kiosk.ui
import kiosk.ui.parts

// Rows as high as their words need, on as many leaves as they need: nothing scrolls, nothing is
// cut off. The rows inside are `GuideRow`s; each tells its height to `measured`, and stands where
// `places` says. Lines of `columns` rows each are as high as their highest row; a line that has no
// room below the others begins the next leaf.
Item {
    id: leaves

    property int count: 0
    property int columns: 1
    property int leaf: 0
    property int gap: Theme.half
    property bool tight: false  // the pager stands right below the rows
    readonly property real cell: (width - (columns - 1) * gap) / columns
    readonly property real most: height - pager.height - gap  // no row is higher
    readonly property var places: laid()
    readonly property real used: Math.min(height, below(places.rows) + (places.many > 1 ? gap + pager.height : 0))
    readonly property int shown: Math.min(leaf, places.many - 1)
    property var heights: []
    property var leasts: []  // of rows that grow where there is room
    readonly property real least: stacked(leasts)
    default property alias rows: inside.data

    signal touched(string name)

    function measured(index, height) {
        if (heights[index] === height) return
        heights[index] = height
        heights = heights.slice()
    }

    function needs(index, height) {
        if (leasts[index] === height) return
        leasts[index] = height
        leasts = leasts.slice()
    }

    // Where the rows end, on the leaf that is filled most.
    function below(rows) { return rows.reduce((most, row) => Math.max(most, row.y + row.high), 0) }

    // How high all lines are together.
    function stacked(each) {
        let sum = -gap
        for (let first = 0; first < count; first += columns)
            sum += gap + Math.max(0, ...each.slice(first, Math.min(first + columns, count)))
        return sum
    }

    function laid() {
        const whole = cut(height)
        return whole.many > 1 ? cut(most) : whole
    }

    // Where each row stands if `room` is as high as this, and how many leaves there are.
    function cut(room) {
        const rows = []
        let leaf = 0, y = 0
        for (let first = 0; first < count; first += columns) {
            const beyond = Math.min(first + columns, count)
            let high = 0
            for (let at = first; at < beyond; at++) high = Math.max(high, heights[at] ?? 0)
            if (y > 0 && y + high > room) { leaf += 1; y = 0 }
            for (let at = first; at < beyond; at++)
                rows.push({ leaf: leaf, x: (at - first) * (cell + gap), y: y, high: high })
            y += high + gap
        }
        return { rows: rows, many: leaf + 1 }
    }

    Item {
        id: inside

        width: parent.width
        height: leaves.places.many > 1 ? leaves.most : parent.height
    }

    Pager {
        id: pager

        y: (leaves.tight ? leaves.used : leaves.height) - height
        width: parent.width
        height: implicitHeight
        brief: width < 18 * Theme.body
        page: leaves.shown + 1
        pages: leaves.places.many
        onTouched: name => leaves.touched(name)
    }
}
