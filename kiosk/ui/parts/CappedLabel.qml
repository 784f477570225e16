import QtQuick

// Text as high as its words, but no higher than `most`: where that is too little it becomes smaller.
FitLabel {
    id: capped

    property real most: 0
    readonly property real natural: text === "" ? 0 : full.implicitHeight
    readonly property bool tight: natural > most

    height: Math.min(natural, most)
    fontSizeMode: tight ? Text.Fit : Text.FixedSize

    Unfitted {
        id: full

        of: capped
        width: capped.width
    }
}
