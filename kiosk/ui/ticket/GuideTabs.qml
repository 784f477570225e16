import QtQuick
import kiosk.ui
import kiosk.ui.parts

// The tabs of a guide, all of one size: as many side by side as there is room for.
Grid {
    id: tabs

    property var keys: []
    property string language: Words.language
    readonly property int size: Theme.button
    readonly property real widest: Math.max(Theme.target, (language === "zh" ? 3.2 : 3.8) * size)
    readonly property int fit: Math.max(1, Math.floor((width + spacing) / (widest + spacing)))

    signal touched(string name)

    spacing: Theme.apart
    columns: Math.ceil(keys.length / Math.max(1, Math.ceil(keys.length / fit)))
    visible: keys.length > 0

    Repeater {
        model: tabs.keys.length

        QuietButton {
            required property int index
            readonly property var row: index < tabs.keys.length ? tabs.keys[index] : ({})

            objectName: row.name ?? ""
            width: (tabs.width - (tabs.columns - 1) * tabs.spacing) / tabs.columns
            height: Theme.target
            label: Words.of(row.label)
            chosen: row.chosen ?? false
            size: tabs.size
            onTriggered: tabs.touched(objectName)
        }
    }
}
