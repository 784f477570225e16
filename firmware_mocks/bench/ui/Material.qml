pragma Singleton
import QtQuick

// What the things on the bench are made of. Everything that is a screen takes its colours from
// the theme; these are plastic, paper, lamps and skin.
QtObject {
    readonly property color bench: "#DDE3EB"
    readonly property color grain: "#D2D9E3"
    readonly property color casing: "#3A414D"
    readonly property color casingEdge: "#2A303A"
    readonly property color casingLight: "#4B5462"
    readonly property color key: "#C9D0DA"
    readonly property color keyDown: "#A3ACBA"
    readonly property color keyEdge: "#8B95A4"
    readonly property color keyInk: "#1B2230"
    readonly property color lcd: "#B8C7A0"
    readonly property color lcdInk: "#20291A"
    readonly property color lcdGhost: "#A9B992"
    readonly property color lampOff: "#59616E"
    readonly property color star: "#FFC83D"
    readonly property color legend: "#D7DDE6"
    readonly property color slot: "#12151B"
    readonly property color sensor: "#0E1A2B"
    readonly property color sensorLit: "#1E7BFF"
    readonly property color skin: "#E3B48F"
    readonly property color ridge: "#B98360"
    readonly property color plugged: "#46C37C"
    readonly property color pulled: "#D8574E"
    // Keys of evaluators when they are lit, by the names that looks have for them.
    readonly property var caps: ({
        grey: "#C9D0DA", red: "#D8574E", orange: "#E0962F", blue: "#3E8FD8", green: "#35A86B"
    })
}
