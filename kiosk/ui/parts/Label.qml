import QtQuick
import kiosk.ui

// Text of a screen: never elided; it wraps where it has a width.
Text {
    // The bundled font has one weight, and Qt thickens only small letters by itself.
    property bool heavy: false

    style: heavy ? Text.Outline : Text.Normal
    styleColor: color
    color: Theme.ink
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    verticalAlignment: Text.AlignVCenter
}
