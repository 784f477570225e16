import QtQuick
import kiosk.ui

// Text of a screen: never elided; it wraps where it has a width.
Text {
    color: Theme.ink
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    verticalAlignment: Text.AlignVCenter
}
