import QtQuick
import QtQuick.Shapes
import kiosk.ui
import kiosk.ui.parts

// The hall from above: where one stands, and the way to the zone one is wanted at. What the signs
// mean stands below it, so that no word lies on another however small the map is; of one too small
// for figures only the zone's name is left.
Item {
    id: map

    property var plan
    readonly property real room: height - legend.height - Theme.quarter
    // What stands below a map of names, and below one of figures. Neither asks what is shown just now:
    // that depends on them, and each would take the other's room for ever.
    readonly property real reserve: stacked([goal, here, door, desk], legend.spacing)
    readonly property real below: {
        const signs = [here, door, desk].filter(key => key.there)
        const names = Array.from({ length: figures.count }, (_, nth) => figures.itemAt(nth))
        return stacked(signs, legend.spacing) + stacked(names.filter(name => name), numbers.spacing) + 2 * Theme.quarter
    }
    readonly property real most: dotsIn(height - reserve - Theme.quarter)  // where zones bear their names
    readonly property real dots: named ? most : dotsIn(room - numbers.height - Theme.quarter)
    readonly property real least: Math.min(...plan.zones.map(each => Math.min(each.width, each.height)))
    readonly property bool legible: named || least * dotsIn(height - below) > Theme.body * 1.35
    readonly property bool named: {
        for (let nth = 0; nth < zones.count; nth++)
            if (!(zones.itemAt(nth)?.holds ?? true)) return false
        return true
    }
    readonly property int signSize: Math.max(Theme.unit, Math.min(Theme.sign, 3 * dots))

    // How large a square is on a map so high.
    function dotsIn(high) {
        return Math.min(width / plan.width, high / plan.height)
    }

    // How high these are, in lines of this map's width.
    function stacked(each, spacing) {
        if (each.length === 0) return 0
        let lines = 1, end = 0
        for (const one of each) {
            if (end > 0 && end + one.width > width) { lines += 1; end = 0 }
            end += one.width + spacing
        }
        return lines * (each[0].height + spacing) - spacing
    }

    // The head of the arrow, its point at the end of the way.
    function head() {
        const way = plan.way
        if (way.length < 2) return []
        const [last, to] = way.slice(-2)
        const turn = Math.atan2(to.y - last.y, to.x - last.x), deep = signSize * 0.6
        const corner = angle => Qt.point(to.x * dots - deep * Math.cos(turn + angle),
                                         to.y * dots - deep * Math.sin(turn + angle))
        return [Qt.point(to.x * dots, to.y * dots), corner(0.5), corner(-0.5)]
    }

    Rectangle {
        id: floor

        anchors.horizontalCenter: parent.horizontalCenter
        visible: map.legible
        width: map.plan.width * map.dots
        height: map.plan.height * map.dots
        color: Theme.surface
        border.width: 2 * Theme.hairline
        border.color: Theme.muted

        Repeater {
            id: zones

            model: map.plan.zones

            Rectangle {
                id: zone

                required property var modelData
                required property int index
                readonly property bool holds: !name.truncated && name.paintedHeight <= name.height
                                              && name.paintedWidth <= name.width

                x: modelData.x * map.dots
                y: modelData.y * map.dots
                width: modelData.width * map.dots
                height: modelData.height * map.dots
                radius: Theme.quarter
                color: modelData.chosen ? Theme.primary : Theme.trough
                border.width: Theme.hairline
                border.color: Theme.muted

                FitLabel {
                    id: name

                    anchors.centerIn: parent
                    width: zone.modelData.width * map.most - 2 * Theme.quarter
                    height: zone.modelData.height * map.most - 2 * Theme.quarter
                    visible: map.named
                    horizontalAlignment: Text.AlignHCenter
                    text: Words.of(zone.modelData.label)
                    color: zone.modelData.chosen ? Theme.primaryInk : Theme.ink
                    font.pixelSize: Theme.body
                    minimumPixelSize: Theme.body  // all of one size, or below the map alone
                    heavy: zone.modelData.chosen
                }

                Label {
                    objectName: "zone-number"
                    anchors.centerIn: parent
                    visible: !map.named
                    text: zone.index + 1
                    color: name.color
                    font.pixelSize: Theme.body
                    heavy: zone.modelData.chosen
                }
            }
        }

        Shape {
            anchors.fill: parent
            visible: map.plan.way.length > 1

            ShapePath {
                strokeColor: Theme.warn
                strokeWidth: Math.max(3 * Theme.hairline, Theme.quarter)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin

                PathPolyline {
                    path: map.plan.way.map(spot => Qt.point(spot.x * map.dots, spot.y * map.dots))
                }
            }

            ShapePath {
                strokeWidth: 0
                strokeColor: "transparent"
                fillColor: Theme.warn

                PathPolyline { path: map.head() }
            }
        }

        Repeater {
            model: map.plan.doors

            MapSign {
                required property var modelData

                across: modelData.x * map.dots
                down: modelData.y * map.dots
                size: map.signSize
                sign: "door"
            }
        }

        MapSign {
            visible: !!map.plan.desk
            across: (map.plan.desk?.x ?? 0) * map.dots
            down: (map.plan.desk?.y ?? 0) * map.dots
            size: map.signSize
            sign: "question"
        }

        MapSign {
            objectName: "here"
            visible: !!map.plan.here
            across: (map.plan.here?.x ?? 0) * map.dots
            down: (map.plan.here?.y ?? 0) * map.dots
            size: map.signSize
            sign: "person"
            strong: true
        }
    }

    // Where a zone is too small for its name, all have numbers, and their names stand here.
    Flow {
        id: numbers

        anchors.bottom: legend.top
        anchors.bottomMargin: map.named ? 0 : Theme.quarter
        width: map.width
        height: map.named ? 0 : implicitHeight
        visible: !map.named && map.legible
        spacing: Theme.half

        Repeater {
            id: figures

            model: map.plan.zones

            Label {
                required property var modelData
                required property int index

                objectName: "zone-name"
                text: (index + 1) + " " + Words.of(modelData.label)
                color: modelData.chosen ? Theme.primary : Theme.ink
                font.pixelSize: Theme.body
                heavy: modelData.chosen
            }
        }
    }

    Flow {
        id: legend

        anchors.bottom: parent.bottom
        width: map.width
        spacing: Theme.half

        MapKey { id: goal; sign: "window"; goal: true; label: Words.of(map.plan.goal); visible: map.named || !map.legible }
        MapKey { id: here; sign: "person"; strong: true; label: Words.say("guide.map.here"); there: !!map.plan.here; visible: map.legible && there }
        MapKey { id: door; sign: "door"; label: Words.say("guide.map.door"); there: map.plan.doors.length > 0; visible: map.legible && there }
        MapKey { id: desk; sign: "question"; label: Words.say("guide.map.desk"); there: !!map.plan.desk; visible: map.legible && there }
    }
}
