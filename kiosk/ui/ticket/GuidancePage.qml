import QtQuick
import kiosk.ui
import kiosk.ui.parts

// What the catalogue knows of one item: a tab at a time, and of what is long a leaf at a time.
KioskPage {
    id: guidance

    readonly property real side: flat ? (width - gap) * 0.36 : width  // of head and tabs
    readonly property real across: flat ? side + gap : 0
    readonly property real column: width - across
    readonly property bool wide: column > 2.5 * Theme.wideKey && !Theme.elder && flat
    readonly property real begins: lead.y + (lead.text !== "" ? lead.height + Theme.half : 0)
    readonly property real floor: (told.text !== "" ? told.y : foot.y) - gap
    readonly property real few: facts.count > 0 ? facts.least : (floor - begins) * 0.5  // without a map
    readonly property real mapMost: !page.map ? 0 : column * page.map.height / page.map.width + 2 * Theme.body
    readonly property real mapHigh: Math.min(floor - begins - gap - few, mapMost)  // at least
    readonly property bool drawn: !!page.map && mapHigh > 1.5 * Theme.tallKey
    readonly property bool mapped: drawn && (facts.count > 0 || (beside.item?.legible ?? true))  // a text needs the room of a map that shows nothing
    readonly property real high: floor - begins - (mapped ? mapHigh + gap : 0)

    GuideHead {
        id: head

        width: guidance.side
        brief: guidance.flat && Theme.elder && guidance.height < 21 * Theme.body
        most: guidance.flat ? foot.y - guidance.gap - tabs.height - kinds - Theme.half - Theme.quarter : guidance.height * 0.12
        label: Words.of(guidance.page.label)
        department: Words.of(guidance.page.department)
        kind: Words.of(guidance.page.kind)
        foreign: Words.of(guidance.page.foreign)
        example: guidance.page.example
    }

    GuideTabs {
        id: tabs

        anchors.top: head.bottom
        anchors.topMargin: Theme.half
        width: guidance.side
        keys: guidance.page.tabs
        onTouched: name => guidance.touched(name)
    }

    CappedLabel {
        id: lead

        objectName: "lead"
        x: guidance.across
        y: guidance.flat ? 0 : (tabs.keys.length > 0 ? tabs.y + tabs.height : head.height) + Theme.half
        width: guidance.column
        most: guidance.height * 0.16
        visible: text !== ""
        text: Words.of(guidance.page.lead)
        color: Theme.primary
        font.pixelSize: Theme.button
        heavy: true
    }

    GuideLeaves {
        id: facts

        x: guidance.across
        y: guidance.begins
        width: guidance.column
        height: guidance.high
        count: guidance.page.facts.length
        columns: 2
        gap: Theme.apart
        tight: guidance.mapped
        leaf: guidance.page.leaf
        visible: count > 0
        onTouched: name => guidance.touched(name)

        Repeater {
            model: guidance.page.facts.length

            FactCard {
                readonly property var row: guidance.at(guidance.page.facts, index)

                leaves: facts
                name: row.name ?? ""
                icon: row.icon ?? ""
                label: Words.of(row.label)
                value: Words.of(row.value)
                onTouched: name => guidance.touched(name)
            }
        }
    }

    GuideLeaves {
        id: materials

        x: guidance.across
        y: guidance.begins
        width: guidance.column
        height: guidance.high
        count: guidance.page.materials.length
        columns: guidance.wide ? 2 : 1
        gap: Theme.apart
        leaf: guidance.page.leaf
        visible: count > 0
        onTouched: name => guidance.touched(name)

        Repeater {
            model: guidance.page.materials.length

            MaterialCard {
                readonly property var row: guidance.at(guidance.page.materials, index)

                leaves: materials
                name: row.name ?? ""
                label: Words.of(row.label)
                counts: Words.of(row.counts)
                detail: Words.of(row.detail)
                optional: row.optional ?? false
                ticked: row.ticked ?? false
                sample: row.sample ?? ""
                onTouched: name => guidance.touched(name)
            }
        }
    }

    GuideLeaves {
        id: steps

        x: guidance.across
        y: guidance.begins
        width: guidance.column
        height: guidance.high
        count: guidance.page.steps.length
        columns: guidance.wide ? 2 : 1
        gap: guidance.wide ? Theme.half : Theme.quarter
        leaf: guidance.page.leaf
        visible: count > 0
        onTouched: name => guidance.touched(name)

        Repeater {
            model: guidance.page.steps.length

            StepBox {
                readonly property var row: guidance.at(guidance.page.steps, index)

                leaves: steps
                nth: row.nth ?? 1
                label: Words.of(row.label)
                note: Words.of(row.note)
                term: Words.of(row.term)
                last: row.last ?? true
            }
        }
    }

    Rectangle {
        x: guidance.across
        y: guidance.begins
        width: guidance.column
        height: guidance.high
        visible: texts.count > 0
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
    }

    GuideLeaves {
        id: texts

        x: guidance.across + Theme.unit
        y: guidance.begins + Theme.half
        width: guidance.column - 2 * Theme.unit
        height: guidance.high - Theme.unit
        count: guidance.page.texts.length
        leaf: guidance.page.leaf
        visible: count > 0
        onTouched: name => guidance.touched(name)

        Repeater {
            model: guidance.page.texts.length

            TextPiece {
                readonly property var row: guidance.at(guidance.page.texts, index)

                leaves: texts
                heading: Words.of(row.heading)
                text: Words.of(row.text)
            }
        }
    }

    Loader {
        readonly property real below: guidance.floor - facts.y - facts.used - guidance.gap  // below the cards

        objectName: "map"
        x: guidance.across
        y: guidance.floor - height
        width: guidance.column
        height: Math.min(below, guidance.mapMost)
        active: guidance.drawn && facts.count > 0
        visible: active

        sourceComponent: FloorMap { plan: guidance.page.map }
    }

    Loader {
        id: beside

        objectName: "map"
        x: guidance.across
        y: guidance.floor - height
        width: guidance.column
        height: guidance.mapHigh
        active: guidance.drawn && facts.count === 0
        visible: active && guidance.mapped

        sourceComponent: FloorMap { plan: guidance.page.map }
    }

    Sentence {
        id: told

        readonly property string missing: Words.of(guidance.page.missing)

        objectName: "told"
        y: foot.y - guidance.gap - height
        x: guidance.across
        width: guidance.column
        visible: text !== ""
        tone: "primary"
        text: missing !== "" ? missing : Words.of(guidance.page.unknown)
    }

    GuideFoot {
        id: foot

        name: guidance.page.portable ? "take-away" : ""
        icon: "paper"
        label: Words.say("guide.take-away")
        takeable: guidance.page.takeable
        onTouched: name => guidance.touched(name)
    }
}
