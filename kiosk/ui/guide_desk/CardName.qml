import QtQuick
import kiosk.ui
import kiosk.ui.parts

// A name on a card: on one line where it fits, else on as many as `room` holds, and smaller where it must be.
FitLabel {
    id: name

    required property real room
    readonly property bool longer: line.advanceWidth > width

    fontSizeMode: longer ? Text.Fit : Text.FixedSize
    height: longer ? room : letters.height
    font.pixelSize: Theme.body

    TextMetrics {
        id: line

        font.family: name.font.family
        font.variableAxes: name.font.variableAxes
        font.pixelSize: Theme.body
        text: name.text
    }

    FontMetrics {
        id: letters

        font.family: name.font.family
        font.variableAxes: name.font.variableAxes
        font.pixelSize: Theme.body
    }
}
