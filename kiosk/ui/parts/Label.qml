import QtQuick
import kiosk.ui

// Text of a screen: never elided; it wraps where it has a width.
Text {
    property bool heavy: false  // the bold face

    font.family: heavy ? Theme.heavyFamily : Qt.application.font.family
    font.variableAxes: heavy ? Theme.heavyAxes : Theme.plainAxes
    font.pixelSize: Theme.body
    color: Theme.ink
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeight: Theme.lineHeight
    verticalAlignment: Text.AlignVCenter
}
